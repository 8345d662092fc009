package org.mayfly.client.commandline;

import com.fasterxml.jackson.databind.JsonNode;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where a command reads and writes: one JSON value a line out, sentences to people. */
record Console(InputStream in, PrintStream out, PrintStream err) {

    void print(JsonNode json) {
        out.print(json.toString() + "\n");
        out.flush();
    }

    void tell(String sentence) {
        err.println(sentence);
        err.flush();
    }

    BufferedReader reader() {
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
