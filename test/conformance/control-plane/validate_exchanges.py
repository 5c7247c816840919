"""Validates what went over the wire against botocore's description of a service, which is independent of the SDK of the callers.

Takes the service and a file with a JSON list of {operation, request, response?}. Prints a JSON list with the problems of each.
"""
import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

MODEL = botocore.session.get_session().get_service_model(sys.argv[1])


def problems_of(what, value, shape):
    """Types, required and unknown members by botocore's own validator; enumerations and bounds, which it leaves to the service, here."""
    report = ParamValidator().validate(value, shape)
    found = [report.generate_report()] if report.has_errors() else []
    return [f"{what}: {problem}" for problem in found + list(beyond(value, shape, ""))]


def beyond(value, shape, path):
    if shape.type_name == "structure" and isinstance(value, dict):
        for member, content in value.items():
            if member in shape.members:
                yield from beyond(content, shape.members[member], f"{path}.{member}")
        return
    if shape.type_name == "list" and isinstance(value, list):
        yield from bounded(len(value), shape, path)
        for index, content in enumerate(value):
            yield from beyond(content, shape.member, f"{path}[{index}]")
        return
    if shape.type_name == "string" and isinstance(value, str):
        yield from bounded(len(value), shape, path)
        if shape.enum and value not in shape.enum:
            yield f"{path} is none of the values of {shape.name}: {value}"
        # Java's classes of Unicode characters, which Python spells otherwise.
        pattern = shape.metadata.get("pattern", "").replace(r"\p{L}\p{Z}\p{N}", r"\w\s")
        if pattern and not re.fullmatch(pattern, value):
            yield f"{path} does not match {pattern}: {value}"
    elif shape.type_name in ("integer", "long", "float", "double") and not isinstance(value, bool):
        yield from bounded(value, shape, path)


def bounded(size, shape, path):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and size < least) or (most is not None and size > most):
        yield f"{path} is outside of {least} to {most}: {size}"


def validate(exchange):
    operation = exchange["operation"]
    if operation not in MODEL.operation_names:
        return [f"no operation of {MODEL.service_name}: {operation}"]
    shapes = MODEL.operation_model(operation)
    found = problems_of("request", exchange["request"], shapes.input_shape)
    if "response" in exchange and shapes.output_shape is not None:
        found += problems_of("response", exchange["response"], shapes.output_shape)
    return found


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        exchanges = json.load(file)
    json.dump([validate(exchange) for exchange in exchanges], sys.stdout)


if __name__ == "__main__":
    main()
