// Command sdks generates the Python, Node.js and Go SDKs of a package schema: `sdks SCHEMA FOLDER`.
//
// `pulumi package gen-sdk` needs the language hosts for this. Those that can be built from modules
// of the Go proxy are too old, so this command calls the code generators directly.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	gogen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

const tool = "runsite"

func main() {
	if len(os.Args) != 3 {
		fail("usage: sdks SCHEMA FOLDER")
	}
	for language, generate := range map[string]func(*schema.Package) (map[string][]byte, error){
		"python": func(p *schema.Package) (map[string][]byte, error) {
			return python.GeneratePackage(tool, p, nil, nil)
		},
		"nodejs": func(p *schema.Package) (map[string][]byte, error) {
			return nodejs.GeneratePackage(tool, p, nil, nil, false, nil)
		},
		"go": func(p *schema.Package) (map[string][]byte, error) {
			return gogen.GeneratePackage(tool, p, nil)
		},
	} {
		// A generator modifies the package, so each language gets its own.
		files, err := generate(loadPackage(os.Args[1]))
		check(err)
		write(filepath.Join(os.Args[2], language), files)
	}
}

// loadPackage returns the package of the schema in file; exits on any error or warning.
func loadPackage(file string) *schema.Package {
	text, err := os.ReadFile(file)
	check(err)
	var spec schema.PackageSpec
	check(json.Unmarshal(text, &spec))
	pkg, diagnostics, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	check(err)
	if len(diagnostics) > 0 {
		fail(diagnostics.Error())
	}
	return pkg
}

func write(folder string, files map[string][]byte) {
	for name, text := range files {
		file := filepath.Join(folder, name)
		check(os.MkdirAll(filepath.Dir(file), 0o755))
		check(os.WriteFile(file, text, 0o644))
	}
}

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
