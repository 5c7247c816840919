package alarms

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
)

// calculate is what an expression of CloudWatch's metric math yields for one datapoint of each metric, or nil where it yields none.
// Expressions are read as those of Go, which look the same as far as they go here.
func calculate(expression string, metrics map[string]*float64) (*float64, error) {
	tree, err := parser.ParseExpr(expression)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", expression, err)
	}
	value, err := mathOf(metrics).value(tree)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", expression, err)
	}
	return value, nil
}

type mathOf map[string]*float64

func (m mathOf) value(tree ast.Expr) (*float64, error) {
	switch node := tree.(type) {
	case *ast.ParenExpr:
		return m.value(node.X)
	case *ast.BasicLit:
		number, err := strconv.ParseFloat(node.Value, 64)
		return &number, err
	case *ast.Ident:
		value, known := m[node.Name]
		if !known {
			return nil, fmt.Errorf("no metric %q", node.Name)
		}
		return value, nil
	case *ast.BinaryExpr:
		return m.binary(node)
	case *ast.CallExpr:
		return m.call(node)
	}
	return nil, fmt.Errorf("%T is not known", tree)
}

// binary has no value where a side has none.
func (m mathOf) binary(node *ast.BinaryExpr) (*float64, error) {
	left, err := m.value(node.X)
	if err != nil {
		return nil, err
	}
	right, err := m.value(node.Y)
	if err != nil || left == nil || right == nil {
		return nil, err
	}
	var result float64
	switch node.Op {
	case token.ADD:
		result = *left + *right
	case token.SUB:
		result = *left - *right
	case token.MUL:
		result = *left * *right
	case token.QUO:
		result = *left / *right
	case token.GTR:
		if *left > *right {
			result = 1
		}
	default:
		return nil, fmt.Errorf("the operator %s is not known", node.Op)
	}
	return &result, nil
}

func (m mathOf) call(node *ast.CallExpr) (*float64, error) {
	function, _ := node.Fun.(*ast.Ident)
	if function == nil || len(node.Args) != 2 {
		return nil, fmt.Errorf("a function of two values is expected")
	}
	first, err := m.value(node.Args[0])
	if err != nil {
		return nil, err
	}
	second, err := m.value(node.Args[1])
	if err != nil {
		return nil, err
	}
	switch function.Name {
	case "IF":
		if first == nil || *first == 0 {
			return nil, nil
		}
		return second, nil
	case "FILL":
		if first == nil {
			return second, nil
		}
		return first, nil
	}
	return nil, fmt.Errorf("the function %s is not known", function.Name)
}
