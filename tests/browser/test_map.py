from __future__ import annotations

import json
import re
from collections.abc import Iterator
from statistics import median

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from benchmarks import synthetic
from tests.support import sites
from tests.support.browser import DESKTOP, PHONE, Opener, again, sideways

pytestmark = pytest.mark.browser

MOVES = 120
FRAME = 1000 / 60 / 4  # milliseconds of script; a slow phone takes four times as long
# One movement a frame, as a screen that shows sixty asks for, and what is done for it: frames of
# ours, drawings of the lower picture and the upper one, calls that put something on them, and the
# milliseconds of script in each frame. Timers wait: a machine that stalls is no hand that rests.
DRIVEN = """([what, moves]) => new Promise((done) => {
  const stage = document.querySelector(".g-map-stage");
  const { left, top, width, height } = stage.getBoundingClientRect();
  const middle = [left + width / 2, top + height / 2];
  const send = (type, x, y, buttons = 0) =>
    stage.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: y, buttons, pointerId: 1,
      pointerType: "mouse", bubbles: true, cancelable: true }));
  const pan = (x, y) => send("pointermove", middle[0] + x, middle[1] + y, 1);
  const move = {
    pan: (n) => pan((n % 60) * 3, (n % 40) * 2),
    far: (n) => pan((n < moves / 2 ? n : moves - n) * -24, 0), // and back
    hover: (n) => send("pointermove", left + (n * 7) % width, top + 40 + (n * 3) % (height - 80)),
    zoom: (n) => stage.dispatchEvent(new WheelEvent("wheel", { deltaY: n % 40 < 20 ? -15 : 15,
      clientX: middle[0], clientY: middle[1], bubbles: true, cancelable: true })),
  }[what];
  const work = { frames: 0, lower: 0, upper: 0, calls: 0, spent: [] };
  const [lower] = stage.querySelectorAll("canvas");
  const [ask, wait] = [window.requestAnimationFrame.bind(window), window.setTimeout.bind(window)];
  const paper = CanvasRenderingContext2D.prototype;
  const own = Object.fromEntries(["clearRect", "stroke", "fill", "fillText"].map((name) => {
    const call = paper[name];
    paper[name] = function (...given) {
      if (name === "clearRect") work[this.canvas === lower ? "lower" : "upper"] += 1;
      else work.calls += 1;
      return call.apply(this, given);
    };
    return [name, call];
  }));
  let rest = null;
  window.setTimeout = (callback) => ((rest = callback), 0);
  window.requestAnimationFrame = (callback) => ask((now) => {
    const start = performance.now();
    callback(now);
    work.spent.push(performance.now() - start);
    work.frames += 1;
  });
  let n = 0;
  if (["pan", "far"].includes(what)) send("pointerdown", ...middle, 1);
  const step = () => {
    if (n++ < moves) {
      move(n);
      ask(step);
      return;
    }
    Object.assign(window, { requestAnimationFrame: ask, setTimeout: wait });
    Object.assign(paper, own);
    send("pointerup", ...middle, 0);
    if (rest) wait(rest, 140);
    done(work);
  };
  ask(step);
})"""


@pytest.fixture(scope="module")
def large(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opener]:
    """A glossary of 400 terms."""
    folder = tmp_path_factory.mktemp("large")
    sites.build(synthetic.write(folder / "source", 400), folder / "site")
    with sites.served(folder / "site") as url:
        opener = Opener(browser, url)
        yield opener
        opener.close()
    assert opener.wrong == []


def ready(page: Page) -> Page:
    page.wait_for_selector(".g-map[data-ready]", state="attached")
    return page


def middle(page: Page) -> tuple[float, float]:
    box = page.locator(".g-map-stage").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def pixels(page: Page) -> str:
    """What is to be seen of the map, once it rests."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")
    page.wait_for_selector(".g-map-stage:not([data-moving])", state="attached")
    layers = (
        page.locator(".g-map-stage")
        .locator("canvas, .g-map-bands")
        .evaluate_all("all => all.map(layer => layer.style.cssText + (layer.toDataURL?.() ?? ''))")
    )
    return "\n".join(layers)


@pytest.mark.parametrize("path", ["/map/", "/pl/map/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_map_is_accessible_and_fits_the_screen(
    opened: Opener, path: str, scheme: str, size: dict[str, object]
) -> None:
    page = ready(opened(path, color_scheme=scheme, **size))
    found = Axe().run(page).response["violations"]
    assert not found, [(v["id"], [n["html"][:200] for n in v["nodes"]][:4]) for v in found]
    assert sideways(page) <= 0


def test_focus_in_the_outline_lights_up_what_comes_before_and_after(opened: Opener) -> None:
    page = ready(opened("/pl/map/"))
    plain = pixels(page)
    page.locator(".g-map-outline [data-slug=fine-tuning]").focus()
    said = page.locator(".g-map-said")
    expect(said).to_contain_text("Dostrajanie · Poziom 4 · wcześniej: 7 pojęć")
    assert pixels(page) != plain
    page.keyboard.press("Enter")
    page.wait_for_url("**/pl/terms/fine-tuning/")


def test_the_pointer_lights_up_a_term_and_a_click_opens_it(opened: Opener) -> None:
    page = ready(opened("/map/"))
    page.get_by_role("searchbox", name="Find on the map").fill("lora")
    expect(page.locator(".g-map-said")).to_have_text("1 term")
    page.get_by_role("searchbox", name="Find on the map").fill("")
    page.mouse.move(*middle(page))
    expect(page.locator(".g-map-said")).to_contain_text("LoRA · Level 5")
    expect(page.locator(".g-map-hot")).to_have_attribute("href", re.compile("/terms/lora/$"))
    page.mouse.click(*middle(page))
    page.wait_for_url("**/terms/lora/")


def test_dragging_moves_the_map_and_opens_nothing(opened: Opener) -> None:
    page = ready(opened("/map/"))
    before, (x, y) = pixels(page), middle(page)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 80, y + 30, steps=4)
    page.mouse.up()
    page.mouse.move(0, 0)
    assert pixels(page) != before
    assert page.url.endswith("/map/")


def test_wheel_buttons_and_keys_zoom_and_zero_shows_everything_again(opened: Opener) -> None:
    page = ready(opened("/map/"))
    whole = pixels(page)
    page.locator(".g-map-stage").focus()
    page.keyboard.press("+")
    near = pixels(page)
    assert near != whole
    page.keyboard.press("ArrowRight")
    assert pixels(page) != near
    page.keyboard.press("0")
    page.locator("h1").click()
    assert pixels(page) == whole
    page.get_by_role("button", name="Zoom in").click()
    assert pixels(page) == near
    page.get_by_role("button", name="Show everything").click()
    assert pixels(page) == whole
    page.mouse.move(*middle(page))
    page.mouse.wheel(0, -300)
    page.mouse.move(0, 0)
    assert pixels(page) != whole


def test_a_finger_taps_once_to_see_and_twice_to_open(opened: Opener) -> None:
    page = ready(opened("/map/", **PHONE))
    page.get_by_role("searchbox").fill("rlhf")
    page.get_by_role("searchbox").fill("")
    page.locator(".g-map-stage").scroll_into_view_if_needed()
    page.touchscreen.tap(*middle(page))
    expect(page.locator(".g-map-said")).to_contain_text("RLHF")
    assert page.url.endswith("/map/")
    page.touchscreen.tap(*middle(page))
    page.wait_for_url("**/terms/rlhf/")


def test_search_finds_without_marks_and_leaves_only_what_fits_in_the_outline(
    opened: Opener,
) -> None:
    page = ready(opened("/pl/map/"))
    search = page.get_by_role("searchbox", name="Znajdź na mapie")
    search.fill("jezykowy")
    visible = page.locator(".g-map-outline li:visible")
    assert visible.count() == 2
    expect(page.locator(".g-map-said")).to_have_text("2 pojęcia")
    search.press("Enter")
    expect(visible.first.locator("a")).to_be_focused()
    search.fill("zzz")
    expect(page.locator(".g-map-said")).to_have_text("Nie ma pojęcia o takiej nazwie.")


def test_kinds_of_links_can_be_left_out(opened: Opener) -> None:
    page = ready(opened("/map/"))
    pictures = {pixels(page)}
    for name in ("Know this first", "Kinds and parts", "Related"):
        page.get_by_role("checkbox", name=name).click()
        pictures.add(pixels(page))
    assert len(pictures) == 4


def test_the_map_follows_the_colours_of_the_page(opened: Opener) -> None:
    page = ready(opened("/map/", color_scheme="light"))
    light = pixels(page)
    for _ in range(2):
        page.locator("[data-md-component=palette] label:not([hidden])").click()
    assert pixels(page) != light


def test_on_a_phone_the_map_begins_where_learning_begins(opened: Opener) -> None:
    page = ready(opened("/map/", **PHONE))
    map = json.loads(page.request.get(opened.address + "/map.json").text())
    first = map["terms"].index("machine-learning")
    page.locator(".g-map-stage").scroll_into_view_if_needed()
    stage = page.locator(".g-map-stage").bounding_box()
    assert stage
    at = stage["x"] + stage["width"] / 2, stage["y"] + 16 + 0.8 * map["at"][2 * first + 1]
    page.touchscreen.tap(*at)
    expect(page.locator(".g-map-said")).to_contain_text("Machine learning · Level 0")


@pytest.mark.parametrize("button", [None, "Show everything"])
def test_on_a_phone_the_names_of_levels_cover_no_box(opened: Opener, button: str | None) -> None:
    """They stand between the rows, whose height on the screen the bands tell."""
    page = ready(opened("/map/", **PHONE))
    bands = json.loads(page.request.get(opened.address + "/map.json").text())["bands"]
    if button:
        page.get_by_role("button", name=button).click()
        page.wait_for_timeout(400)  # the flight there
    pixels(page)
    style = page.locator(".g-map-bands").get_attribute("style") or ""
    found = re.search(r"translateY\((.+?)px\) scaleY\((.+?)\)", style)
    assert found
    y, k = (float(number) for number in found.groups())
    rows = [(y + k * top, y + k * end) for top, end in zip(bands[::2], bands[1::2], strict=True)]
    names = page.locator(".g-map-levels span").evaluate_all(
        """all => all.filter(name => !name.hidden).map(name => {
             const from = name.closest('.g-map-stage').getBoundingClientRect().top + 1; // border
             const { top, bottom } = name.getBoundingClientRect();
             return [top - from, bottom - from];
           })"""
    )
    assert len(names) > 2
    touching = [
        (name, row) for name in names for row in rows if name[0] < row[1] and name[1] > row[0]
    ]
    assert touching == []


def test_an_address_can_point_at_a_term(opened: Opener) -> None:
    page = ready(opened("/map/#inference"))
    expect(page.locator(".g-map-said")).to_contain_text("Inference")


def test_learned_terms_are_marked_in_the_drawing_and_in_words(opened: Opener) -> None:
    page = ready(opened("/map/"))
    plain = pixels(page)
    page.evaluate(
        """async () => (await import("../assets/glossary/js/progress/store.js"))
             .update(({learned}) => { learned['machine-learning'] = true; })"""
    )
    again(page)
    ready(page)
    assert pixels(page) != plain
    page.locator(".g-map-outline [data-slug=machine-learning]").focus()
    expect(page.locator(".g-map-said")).to_contain_text("✓ learned")


@pytest.mark.parametrize("path", ["/map/", "/pl/map/"])
def test_without_scripting_there_is_a_picture_with_links_and_the_outline(
    opened: Opener, path: str
) -> None:
    page = opened(path, java_script_enabled=False)
    expect(page.locator(".g-map-stage")).to_be_hidden()
    links = page.locator(".g-map-svg a")
    assert links.count() == page.locator(".g-map-outline a").count() > 10
    links.filter(has_text="LoRA").click()
    page.wait_for_url("**/terms/lora/")


def test_labels_of_the_picture_stay_inside_their_boxes(opened: Opener) -> None:
    page = opened("/pl/map/", java_script_enabled=False)
    outside = page.locator(".g-map-box").evaluate_all(
        """boxes => boxes.filter(box => {
             const [r, t] = [box.querySelector('rect'), box.querySelector('text')]
               .map(e => e.getBoundingClientRect());
             return t.left < r.left || t.right > r.right || t.top < r.top - 1
               || t.bottom > r.bottom + 1;
           }).map(box => box.textContent)"""
    )
    assert outside == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_four_hundred_terms_leave_room_for_sixty_frames_on_a_slow_phone(
    large: Opener, size: dict[str, object]
) -> None:
    """Work is counted, which is the same on any machine; the time is what scripts alone take.

    Sliding draws nothing until an edge would come into sight, lighting up draws the upper picture
    only, and however much is drawn, it is few calls: one a label, and a handful for all the rest.
    """
    page = ready(large("/map/", **size))
    assert len(json.loads(page.request.get(large.address + "/map.json").text())["terms"]) == 400
    client = page.context.new_cdp_session(page)
    client.send("Performance.enable")

    def metrics() -> dict[str, float]:
        found = client.send("Performance.getMetrics")["metrics"]
        return {metric["name"]: metric["value"] for metric in found}

    for view, clicks in (("whole", 0), ("readable", 4)):
        for _ in range(clicks):
            page.get_by_role("button", name="Zoom in").click()
        for what in ("pan", "hover", "zoom", "far"):
            pixels(page)
            before = metrics()
            work = page.evaluate(DRIVEN, [what, MOVES])
            spent = median(work.pop("spent"))
            after = metrics()
            work |= {
                name: after[name] - before[name] for name in ("LayoutCount", "RecalcStyleCount")
            }
            print(view, what, work, f"{spent:.2f} ms")
            drawn = work["lower"] + work["upper"]
            assert 4 < work["frames"] <= MOVES, (view, what)
            assert work["LayoutCount"] <= work["frames"] + 2, (view, what)
            assert work["RecalcStyleCount"] <= work["frames"] + 3, (view, what)
            assert work["lower"] <= (MOVES // 9 if what == "far" else 0), (view, what)
            assert work["upper"] <= (work["frames"] if what == "hover" else work["lower"] + 3)
            assert work["calls"] <= 420 * work["lower"] + 60 * drawn, (view, what)
            assert spent < FRAME, (view, what)


def test_a_large_map_starts_as_links_to_learn_by_and_the_rest_on_request(large: Opener) -> None:
    page = ready(large("/pl/map/", **PHONE))
    assert page.locator(".g-map-legend :checked").count() == 1
    assert page.locator(".g-map-outline a").count() == 400
    assert sideways(page) <= 0
