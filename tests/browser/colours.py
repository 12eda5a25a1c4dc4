"""Contrast of every text on the open page, by axe; a look that was good once is not compared again.

The contrast of a text follows from its own style and from what is painted behind it. Where only its ancestors are
painted behind it, two texts of the same look have the same contrast, on any page. Where any other box is painted
behind or before a text, or a text leaves its box, its look says too little: it is compared every time.
"""

from __future__ import annotations

from playwright.sync_api import Page

from tests.browser.eyes import faults

COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
_good: set[float] = set()

LOOKS = r"""good => {
    const known = new Set(good), chosen = new Map(), odd = [], looks = new Map(), painted = [], texts = [];
    const hash = words => {
        let one = 0xdeadbeef, two = 0x41c6ce57;
        for (let at = 0; at < words.length; at++) {
            one = Math.imul(one ^ words.charCodeAt(at), 2654435761);
            two = Math.imul(two ^ words.charCodeAt(at), 1597334677);
        }
        return 4294967296 * (2097151 & (two ^ two >>> 13)) + ((one ^ one >>> 16) >>> 0);
    };
    const drawn = /^(img|svg|canvas|video|object|iframe)$/i, field = /^(INPUT|SELECT|TEXTAREA)$/;
    const seeThrough = style => style.backgroundColor === "rgba(0, 0, 0, 0)" && style.backgroundImage === "none";
    const before = (one, which) => {
        const style = getComputedStyle(one, which);
        return style.content === "none" ? "" : [style.position, style.backgroundColor, style.backgroundImage].join();
    };
    const look = one => {  // of its box, within those around it
        const style = getComputedStyle(one), around = one.parentElement && looks.get(one.parentElement);
        const paints = !seeThrough(style) || drawn.test(one.tagName);
        const own = [around?.key, style.backgroundColor, style.backgroundImage, style.backgroundClip, style.opacity,
            style.filter, style.mixBlendMode, style.position, style.zIndex, style.float, style.transform, style.clip,
            style.clipPath, style.overflow, style.visibility, style.display, before(one, "::before"),
            before(one, "::after"), one.getAttribute("aria-disabled"), one.disabled, one.control?.disabled];
        const bounds = paints || style.overflow !== "visible" ? one.getBoundingClientRect() : null;
        const boxes = bounds && one !== document.body && one !== document.documentElement
            ? [...(around?.boxes ?? []), bounds] : around?.boxes ?? [];
        const clipped = around?.clipped || style.clipPath !== "none";
        looks.set(one, {key: hash(own.join("|")), boxes, style, clipped});
        if (paints && bounds.width && bounds.height) painted.push([one, bounds]);
    };
    const inside = (rect, box) => rect.left >= box.left - 1 && rect.right <= box.right + 1
        && rect.top >= box.top - 1 && rect.bottom <= box.bottom + 1;
    const meet = (rect, box) => rect.left < box.right && rect.right > box.left
        && rect.top < box.bottom && rect.bottom > box.top;
    const place = document.createRange(), idle = [...document.querySelectorAll(":disabled, [aria-disabled=true]")];
    const rects = one => field.test(one.tagName) ? [one.getBoundingClientRect()]
        : [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE && node.data.trim()).flatMap(node => {
            place.selectNodeContents(node);
            return [...place.getClientRects()];
        });
    for (const one of document.querySelectorAll("*")) {
        if (one.closest("head") || !one.checkVisibility()) continue;
        look(one);
        const where = rects(one).filter(rect => rect.width > 1 && rect.height > 1);
        if (where.length) texts.push([one, where]);
    }
    for (const [one, where] of texts) {
        const {key, boxes, style, clipped} = looks.get(one), words = field.test(one.tagName) ? one.value
            : [...one.childNodes].filter(node => node.nodeType === Node.TEXT_NODE).map(node => node.data).join("");
        const plain = clipped || where.every(rect => boxes.every(box => inside(rect, box))
            && painted.every(([other, box]) => other.contains(one) || !meet(rect, box)));
        if (!plain) { odd.push(one); continue; }
        const mine = hash([key, one.tagName, style.color, style.fontSize, style.fontWeight, style.textShadow,
            style.webkitTextStroke, style.webkitTextFillColor,
            one.type, Math.min(2, words.trim().length), Math.min(2, words.match(/[\p{L}\p{N}]/gu)?.length ?? 0),
            idle.some(other => other.getAttribute("aria-labelledby")?.split(" ").includes(one.id))].join("|"));
        if (!known.has(mine) && !chosen.has(mine)) chosen.set(mine, one);
    }
    window.toCompare = [...odd, ...chosen.values()];
    return [window.toCompare.length, [...chosen.keys()]];
}"""


def faint_texts(page: Page) -> list[str]:
    """What axe finds too faint, light or dark as the page is now."""
    amount, looks = page.evaluate(LOOKS, list(_good))
    found = faults(page, COLOURS, "{include: window.toCompare}") if amount else []
    if not found:
        _good.update(looks)
    return found
