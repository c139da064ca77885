"""Small changes of a module, each of which some test should notice."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE,
    ast.GtE: ast.Gt, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}  # fmt: skip


@dataclass(frozen=True)
class Mutant:
    """A changed module."""

    line: int
    change: str
    source: str


def mutants_of(source: str) -> Iterator[Mutant]:
    """Yield every mutant of the module *source*, in the order of its lines."""
    tree = ast.parse(source)
    annotations = _annotations(tree)
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in annotations:
            continue
        for change, replacement in _changes(node):
            changed = copy.deepcopy(tree)
            target = next(n for at, n in enumerate(ast.walk(changed)) if at == number)
            _replace(changed, target, replacement)
            text = ast.unparse(ast.fix_missing_locations(changed))
            yield Mutant(getattr(node, "lineno", 0), change, text)


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _COMPARISONS:
        other = _COMPARISONS[type(node.ops[0])]()
        changed = ast.Compare(node.left, [other, *node.ops[1:]], node.comparators)
        yield f"{ast.unparse(node)} -> {ast.unparse(changed)}", changed
    elif isinstance(node, ast.BoolOp):
        operator = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        changed_op = ast.BoolOp(operator, node.values)
        yield f"{ast.unparse(node)} -> {ast.unparse(changed_op)}", changed_op
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"{ast.unparse(node)} -> {ast.unparse(node.operand)}", node.operand
    elif isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        changed_bin = ast.BinOp(node.left, _OPERATORS[type(node.op)](), node.right)
        yield f"{ast.unparse(node)} -> {ast.unparse(changed_bin)}", changed_bin
    elif isinstance(node, ast.IfExp):
        yield f"{ast.unparse(node)} -> {ast.unparse(node.body)}", node.body
        yield f"{ast.unparse(node)} -> {ast.unparse(node.orelse)}", node.orelse
    else:
        yield from _changes_of_statements_and_constants(node)


def _changes_of_statements_and_constants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", ast.Constant(not node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield f"{node.value} -> {node.value + 1}", ast.Constant(node.value + 1)
    elif isinstance(node, ast.Raise) and "AssertionError" in ast.unparse(node):
        return  # it states what cannot happen
    elif isinstance(node, (ast.Raise, ast.AugAssign)) or _is_call(node):
        yield f"without `{ast.unparse(node)}`", ast.Pass()
    elif isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield f"`{ast.unparse(node)}` -> return None", ast.Return(ast.Constant(None))


def _is_call(node: ast.AST) -> bool:
    if not isinstance(node, ast.Expr):
        return False
    value = node.value.value if isinstance(node.value, ast.Await) else node.value
    return isinstance(value, ast.Call) and "log.debug" not in ast.unparse(value.func)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _annotations(tree: ast.AST) -> set[int]:
    """Return what is evaluated by type checkers only: a change of it means nothing."""
    found: set[int] = set()
    for node in ast.walk(tree):
        for name in ("annotation", "returns"):
            annotation = getattr(node, name, None)
            if annotation is not None:
                found |= {id(each) for each in ast.walk(annotation)}
        if isinstance(node, ast.keyword) and node.arg == "frozen":
            found.add(id(node.value))  # mypy refuses an assignment to what is frozen
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript):
            found |= {id(each) for each in ast.walk(node.value)}  # a type alias
    return found


def _replace(tree: ast.AST, target: ast.AST, replacement: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, replacement)
                return
            if isinstance(value, list):
                for at, item in enumerate(value):
                    if item is target:
                        value[at] = replacement
                        return
