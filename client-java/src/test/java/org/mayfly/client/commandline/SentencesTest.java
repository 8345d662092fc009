package org.mayfly.client.commandline;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/** No command holds a sentence of its own: all words come from the catalogue, and all of the catalogue is said. */
class SentencesTest {

    private static final Path COMMANDS = Path.of("src/main/java/org/mayfly/client/commandline");
    private static final Pattern TWO_WORDS = Pattern.compile("\\p{L}[,.:;]?\\s+\\p{L}");
    /** A row of the table: one or several codes, then HTTP's own. */
    private static final Pattern REFUSAL = Pattern.compile("\\| ((?:`[a-z-]+` ?)+)\\| \\d{3} \\|.*");

    private static final Set<String> SPOKEN = Set.of("description", "header", "footer", "customSynopsis");

    /** Looked up by the code of a problem or a check, or by picocli. */
    private static final Pattern BY_CODE = Pattern.compile("(problem|warning|mayfly\\.usage)\\..*");

    static Stream<Path> commands() throws IOException {
        try (var files = Files.list(COMMANDS)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void a_command_holds_no_words_of_its_own(Path command) throws IOException {
        assertThat(Words.in(Files.readString(command)).own).isEmpty();
    }

    @Test
    void what_is_said_stands_in_the_catalogue_and_nothing_else_does() throws IOException {
        var said = new TreeSet<String>();
        for (var command : commands().toList()) {
            said.addAll(Words.in(Files.readString(command)).keys);
        }
        var catalogue = ResourceBundle.getBundle("org.mayfly.client.commandline.sentences").keySet().stream()
                .filter(key -> !BY_CODE.matcher(key).matches())
                .toList();
        assertThat(catalogue).isNotEmpty();
        assertThat(said.stream().filter(key -> !BY_CODE.matcher(key).matches()))
                .containsExactlyInAnyOrderElementsOf(catalogue);
    }

    @Test
    void every_refusal_of_the_servers_has_a_sentence_of_its_own() throws IOException {
        var codes = Files.readAllLines(Path.of("../docs/refusals.md")).stream()
                .map(REFUSAL::matcher)
                .filter(Matcher::matches)
                .flatMap(row -> Stream.of(row.group(1).split("`")).filter(code -> !code.isBlank()))
                .toList();
        assertThat(codes).hasSizeGreaterThan(25).contains("malformed", "unknown-user", "unknown-device", "internal");
        var catalogue = ResourceBundle.getBundle("org.mayfly.client.commandline.sentences");
        assertThat(codes).allMatch(code -> catalogue.containsKey("problem." + code));
        assertThat(codes.stream().map(code -> catalogue.getString("problem." + code)))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_planted_sentence_is_found() throws IOException {
        assertThat(Words.in("class A { String a = \"Try again.\"; }").own).containsExactly("Try again.");
        assertThat(Words.in("class A { void a() { console.tell(\"Sent\"); } }").own)
                .containsExactly("Sent");
        assertThat(Words.in("class A { void a() { console.tell(\"Sent to \" + name); } }").own)
                .containsExactly("Sent to ");
        assertThat(Words.in("@Command(name = \"a\", description = \"Sends\") class A {}").own)
                .containsExactly("Sends");
        assertThat(Words.in("@Command(description = {\"Sends\"}) class A {}").own)
                .containsExactly("Sends");
        assertThat(Words.in("class A { String a = Sentences.say(\"told.kept\"); String b = \"10s\"; }").own)
                .isEmpty();
        assertThat(Words.in("class A { String a = Sentences.say(\"told.kept\"); }").keys)
                .containsExactly("told.kept");
    }

    /** What a source says itself, and the keys of what it says from the catalogue. */
    private static final class Words extends TreeScanner<Void, Boolean> {

        private final List<String> own = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();

        static Words in(String source) throws IOException {
            var file = new SimpleJavaFileObject(URI.create("string:///A.java"), JavaFileObject.Kind.SOURCE) {
                @Override
                public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                    return source;
                }
            };
            var compiler = ToolProvider.getSystemJavaCompiler();
            var task = (JavacTask) compiler.getTask(null, null, null, List.of(), null, List.of(file));
            var words = new Words();
            words.scan(task.parse(), false);
            return words;
        }

        /** @param spoken whether a person reads any literal here */
        @Override
        public Void visitLiteral(LiteralTree literal, Boolean spoken) {
            if (literal.getValue() instanceof String words
                    && (spoken || TWO_WORDS.matcher(words).find())) {
                own.add(words);
            }
            return null;
        }

        @Override
        public Void visitMethodInvocation(MethodInvocationTree call, Boolean spoken) {
            var name = name(call.getMethodSelect());
            if (name.equals("say") && call.getArguments().get(0) instanceof LiteralTree key) {
                keys.add(String.valueOf(key.getValue()));
                scan(call.getArguments().subList(1, call.getArguments().size()), spoken);
                return null;
            }
            scan(call.getMethodSelect(), spoken);
            scan(call.getArguments(), name.equals("tell"));
            return null;
        }

        @Override
        public Void visitAssignment(AssignmentTree assignment, Boolean spoken) {
            return scan(assignment.getExpression(), spoken || SPOKEN.contains(name(assignment.getVariable())));
        }

        private static String name(ExpressionTree expression) {
            if (expression instanceof MemberSelectTree member) {
                return member.getIdentifier().toString();
            }
            return expression instanceof IdentifierTree identifier
                    ? identifier.getName().toString()
                    : "";
        }
    }
}
