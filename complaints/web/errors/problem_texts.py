"""Titles and sentences of problems by their HTTP number, where the error brings none of its own."""

from __future__ import annotations

from workflows.language import Text

TITLES = {
    400: Text("看不懂这个请求", "The request cannot be read"),
    401: Text("需要登录", "Sign in first"),
    403: Text("您不能进行这一操作", "You may not do this"),
    404: Text("没有找到", "Not found"),
    405: Text("不支持这种请求方法", "Not with this method"),
    406: Text("没有您要的格式", "Not in that format"),
    409: Text("现在不能进行", "Not now"),
    412: Text("本件已被更改", "It has changed meanwhile"),
    413: Text("内容太大", "Too large"),
    415: Text("内容格式不对", "Not in a format we read"),
    422: Text("填写的内容有误", "Something cannot be used"),
    429: Text("请求太频繁", "Too many requests"),
    500: Text("系统出错", "Something went wrong here"),
    503: Text("系统暂时不可用", "Not available for the moment"),
}
DETAILS = {
    400: Text("请求内容不是正确的 JSON。", "The body of the request is not valid JSON."),
    401: Text(
        "请先登录，并在 Authorization 中带上有效的令牌。",
        "Sign in, and send a valid token as Authorization: Bearer TOKEN.",
    ),
    403: Text("您的岗位没有这项权限。", "Your post does not have the right to it."),
    404: Text("这里没有您要找的内容。", "There is nothing here by that name."),
    405: Text("这个地址不支持这种请求方法。", "This address does not answer to that method."),
    406: Text("不能以您要求的格式回答。", "There is no answer in the format you ask for."),
    409: Text("现在不能进行这一操作。", "This cannot be done now."),
    412: Text("您看过之后已有更改。", "It has changed since you looked."),
    413: Text("提交的内容超过了大小上限。", "What was sent is larger than the limit."),
    415: Text("请以 application/json 提交。", "Send it as application/json."),
    422: Text(
        "填写的内容有误，请按提示更正。", "Something that was typed cannot be used; please correct it."
    ),
    429: Text("请求太频繁，请稍候再试。", "Too many requests; please wait a little and try again."),
    500: Text(
        "系统出错，已记录；请稍后再试。", "Something went wrong and was recorded; please try again later."
    ),
    503: Text(
        "系统暂时不可用，您的操作没有生效；请稍后再试。",
        "Not available for the moment; nothing was done. Please try again shortly.",
    ),
}
UNUSABLE = DETAILS[422]
NO_TABLES = Text(
    "数据库还没有建好。请系统管理员运行 flask db upgrade；新装的系统随后运行 flask seed。",
    "The database has no tables yet. Administrators: run flask db upgrade, and in a new house flask seed after it.",
)
