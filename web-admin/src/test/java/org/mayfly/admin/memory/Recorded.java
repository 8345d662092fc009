package org.mayfly.admin.memory;

import org.mayfly.admin.words.Notes;
import org.mayfly.admin.words.Words;
import org.mayfly.messaging.refusal.Refusal;

import java.util.ArrayList;
import java.util.List;

/** Notes as they were given: the sentence, after the field it blames, if any. */
public class Recorded implements Notes {

    private final Words words = new Words();
    private final List<String> said = new ArrayList<>();

    @Override
    public void done(String key, Object... values) {
        said.add(words.of(key, values));
    }

    @Override
    public void wrong(String field, String key, Object... values) {
        said.add(field + "! " + words.of(key, values));
    }

    @Override
    public void refused(String field, Refusal refusal) {
        said.add(field + "! " + words.refusal(refusal));
    }

    public List<String> said() {
        return said;
    }
}
