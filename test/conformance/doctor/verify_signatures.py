"""Signs requests once more with botocore, an implementation of Signature Version 4 that the doctor does not use.

Reads {credentials, region, service, requests} from a file. Prints {wrong, tampered}: the requests whose signature differs, and how many
signatures differ when the address has another query.
"""
import json
import re
import sys

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AUTHORIZATION = re.compile(r"AWS4-HMAC-SHA256 Credential=[^,]+, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$")


def signature(request, names, data, url):
    headers = {name: value for name, value in request["headers"].items() if name in names}
    again = AWSRequest(method=request["method"], url=url, headers=headers, data=request["body"] or None)
    again.context["timestamp"] = headers["x-amz-date"]
    auth = SigV4Auth(
        Credentials(*(data["credentials"][key] for key in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"))),
        data["service"], data["region"])
    return auth.signature(auth.string_to_sign(again, auth.canonical_request(again)), again)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        data = json.load(file)
    wrong, tampered = [], 0
    for request in data["requests"]:
        found = AUTHORIZATION.match(request["headers"].get("authorization", ""))
        names = found.group(1).split(";") if found else []
        if not found or signature(request, names, data, request["url"]) != found.group(2):
            wrong.append(request["url"])
        elif signature(request, names, data, re.sub(r"/api/v1/\w+", "/api/v1/labels", request["url"])) != found.group(2):
            tampered += 1
    json.dump({"wrong": wrong, "tampered": tampered}, sys.stdout)


if __name__ == "__main__":
    main()
