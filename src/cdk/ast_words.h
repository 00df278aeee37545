/* The names of tree-sitter-typescript's nodes and fields that the conversion knows, as lists to expand. */
#ifndef IL_AST_WORDS_H
#define IL_AST_WORDS_H

/* Lists of names; laid out by hand, since clang-format 14 never comes to rest on them. */
/* clang-format off */
#define IL_AST_NODES(X) \
    X(abstract_class_declaration) X(accessibility_modifier) X(ambient_declaration) X(arguments) X(array) \
    X(array_pattern) X(arrow_function) X(as_expression) X(assignment_expression) X(assignment_pattern) \
    X(augmented_assignment_expression) X(await_expression) X(binary_expression) X(break_statement) \
    X(call_expression) X(class) X(class_body) X(class_declaration) X(class_heritage) X(class_static_block) \
    X(comment) X(computed_property_name) X(continue_statement) X(debugger_statement) X(decorator) \
    X(do_statement) X(else_clause) X(empty_statement) X(enum_assignment) X(enum_body) X(enum_declaration) \
    X(ERROR) X(escape_sequence) X(export_clause) X(export_specifier) X(export_statement) \
    X(expression_statement) X(extends_clause) X(extends_type_clause) X(false) X(finally_clause) X(for_in_statement) X(for_statement) \
    X(formal_parameters) X(function_declaration) X(function_expression) X(generator_function) \
    X(generator_function_declaration) X(generic_type) X(identifier) X(if_statement) X(import) X(import_alias) \
    X(import_clause) X(import_require_clause) X(import_specifier) X(import_statement) \
    X(instantiation_expression) X(interface_declaration) X(internal_module) X(labeled_statement) X(lexical_declaration) \
    X(member_expression) X(meta_property) X(method_definition) X(module) X(named_imports) X(namespace_export) \
    X(namespace_import) X(nested_identifier) X(nested_type_identifier) X(new_expression) \
    X(non_null_expression) X(null) X(number) X(object) X(object_assignment_pattern) X(object_pattern) \
    X(optional_chain) X(optional_parameter) X(override_modifier) X(pair) X(pair_pattern) \
    X(parenthesized_expression) X(private_property_identifier) X(program) X(property_identifier) \
    X(public_field_definition) X(regex) X(required_parameter) X(rest_pattern) X(return_statement) \
    X(satisfies_expression) X(sequence_expression) X(shorthand_property_identifier) \
    X(shorthand_property_identifier_pattern) X(spread_element) X(statement_block) X(statement_identifier) \
    X(string) X(string_fragment) X(subscript_expression) X(super) X(switch_body) X(switch_case) \
    X(switch_default) X(switch_statement) X(template_string) X(template_substitution) X(ternary_expression) \
    X(this) X(throw_statement) X(true) X(try_statement) X(type_annotation) X(type_arguments) X(type_assertion) \
    X(type_identifier) X(unary_expression) X(undefined) X(update_expression) X(variable_declaration) \
    X(variable_declarator) X(while_statement) X(yield_expression)

#define IL_AST_FIELDS(X) \
    X(alias) X(alternative) X(argument) X(arguments) X(body) X(condition) X(consequence) X(constructor) \
    X(declaration) X(finalizer) X(function) X(handler) X(increment) X(index) X(initializer) X(key) X(kind) \
    X(label) X(left) X(module) X(name) X(object) X(operator) X(optional_chain) X(parameter) X(parameters) \
    X(pattern) X(property) X(right) X(source) X(type) X(value)
/* clang-format on */

#endif
