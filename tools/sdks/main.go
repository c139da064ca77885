// Command sdks writes the Python, Node.js and Go SDKs of a package schema: `sdks SCHEMA FOLDER`.
//
// `pulumi package gen-sdk` has the language hosts do this. The hosts that can be built from the Go
// modules that registries carry are too old for it, so their code generators are called here.
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
		// Each language leaves its marks in the package that it is given.
		files, err := generate(bound(os.Args[1]))
		check(err)
		write(filepath.Join(os.Args[2], language), files)
	}
}

// bound returns the package of a schema in which nothing is wrong and nothing is odd.
func bound(file string) *schema.Package {
	text, err := os.ReadFile(file)
	check(err)
	var spec schema.PackageSpec
	check(json.Unmarshal(text, &spec))
	bound, found, err := schema.BindSpec(spec, schema.NewNullLoader(), schema.ValidationOptions{})
	check(err)
	if len(found) > 0 {
		fail(found.Error())
	}
	return bound
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

func fail(sentence string) {
	fmt.Fprintln(os.Stderr, sentence)
	os.Exit(1)
}
