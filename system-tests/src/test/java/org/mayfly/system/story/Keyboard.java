package org.mayfly.system.story;

import com.microsoft.playwright.Page;

import java.util.ArrayList;

/** A person who has no mouse. */
record Keyboard(Page page) {

    private static final int MOST_STOPS = 80;

    /** What a screen reader would call the control that has the focus, and nothing where the focus can't be seen. */
    private static final String FOCUSED = """
            () => {
              let element = document.activeElement;
              while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
              if (element === null || !element.matches(":focus-visible")) return "";
              const labels = [...(element.labels ?? [])].map(({ textContent }) => textContent).join(" ");
              return element.getAttribute("aria-label") ?? (labels || element.textContent);
            }""";

    /** Tab by tab, to the control whose name holds these words. */
    Keyboard to(String words) {
        var passed = new ArrayList<String>();
        while (passed.size() < MOST_STOPS) {
            var name = String.valueOf(page.evaluate(FOCUSED)).strip();
            if (name.contains(words)) {
                return this;
            }
            passed.add(name);
            page.keyboard().press("Tab");
        }
        throw new AssertionError("Tab does not lead to “" + words + "”, only to " + passed);
    }

    Keyboard type(String words) {
        page.keyboard().type(words);
        return this;
    }

    Keyboard press(String key) {
        page.keyboard().press(key);
        return this;
    }
}
