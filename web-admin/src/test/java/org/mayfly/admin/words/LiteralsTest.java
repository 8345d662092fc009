package org.mayfly.admin.words;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** No page holds a word of its own, a script or a handler: all words come from the bundle, all behaviour from files. */
class LiteralsTest {

    private static final Set<String> SPOKEN = Set.of(
            "title",
            "alt",
            "aria-label",
            "label",
            "hint",
            "why",
            "placeholder",
            "headerText",
            "emptyMessage",
            "itemLabel",
            "unitLabel",
            "currentPageReportTemplate",
            "data-copied");

    static Stream<Path> pages() throws IOException {
        try (var files = Files.walk(Path.of("src/main/webapp"))) {
            return files.filter(file -> file.toString().endsWith(".xhtml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_holds_no_words_of_its_own(Path page) throws Exception {
        assertThat(literals(Files.readString(page))).isEmpty();
    }

    @Test
    void a_planted_word_is_found() throws Exception {
        assertThat(
                        literals(
                                "<p xmlns:h='jakarta.faces.html' title='Hello'>#{words['a']} there<h:outputText value='x'/></p>"))
                .containsExactlyInAnyOrder("Hello", "there", "x");
    }

    @Test
    void a_planted_handler_is_found() throws Exception {
        assertThat(literals("<p onclick='go()'/>")).containsExactly("onclick");
        assertThat(literals("<script>go()</script>")).contains("script");
    }

    private static List<String> literals(String page) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
        var found = new ArrayList<String>();
        collect(document.getDocumentElement(), found);
        return found;
    }

    private static void collect(Node node, List<String> found) {
        if (node.getNodeType() == Node.TEXT_NODE) {
            addWords(node.getNodeValue(), found);
        }
        if (node.getNodeType() == Node.ELEMENT_NODE) {
            if (node.getNodeName().equals("script") || node.getNodeName().equals("style")) {
                found.add(node.getNodeName());
            }
            var attributes = node.getAttributes();
            for (int i = 0; i < attributes.getLength(); i++) {
                var attribute = attributes.item(i);
                var name = attribute.getLocalName() == null ? attribute.getNodeName() : attribute.getLocalName();
                if (name.startsWith("on") && !name.equals("oncomplete")) {
                    found.add(name);
                } else if (SPOKEN.contains(name) || (name.equals("value") && speaks(node))) {
                    addWords(attribute.getNodeValue(), found);
                }
            }
        }
        for (var child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            collect(child, found);
        }
    }

    private static boolean speaks(Node node) {
        return Set.of("outputText", "outputLabel", "outputFormat", "commandButton")
                .contains(node.getLocalName() == null ? node.getNodeName() : node.getLocalName());
    }

    private static void addWords(String text, List<String> found) {
        var rest = text.replaceAll("#\\{[^}]*}", "").strip();
        if (rest.codePoints().anyMatch(Character::isLetter)) {
            found.add(rest);
        }
    }
}
