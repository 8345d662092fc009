package org.mayfly.bench.peers.xmpp;

/** Finds where the stanzas of a stream begin and end, as its bytes come in. */
final class Stanzas {

    /** What is done with a stanza: its bytes are data[from..to). */
    interface Sink {
        void stanza(byte[] data, int from, int to);
    }

    private final Sink sink;
    private int resumeAt;
    private int depth;
    private int stanzaStart;
    private int tagStart;
    private boolean inTag;
    private byte quote;
    private boolean ended;

    Stanzas(Sink sink) {
        this.sink = sink;
    }

    /** Whether the stream's own element was closed. */
    boolean isEnded() {
        return ended;
    }

    /** @return how many of the first bytes are used up */
    int accept(byte[] data, int length) {
        for (int i = resumeAt; i < length && !ended; i++) {
            byte c = data[i];
            if (!inTag) {
                opened(c, i);
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
            } else if (c == '>') {
                inTag = false;
                closed(data, i);
            }
        }
        if (depth <= 1 && !inTag) {
            resumeAt = 0;
            return length;
        }
        int used = stanzaStart;
        resumeAt = length - used;
        tagStart -= used;
        stanzaStart = 0;
        return used;
    }

    private void opened(byte c, int at) {
        if (c == '<') {
            inTag = true;
            tagStart = at;
            if (depth <= 1) {
                stanzaStart = at;
            }
        }
    }

    private void closed(byte[] data, int at) {
        byte first = data[tagStart + 1];
        if (first == '/') {
            depth--;
            if (depth == 1) {
                sink.stanza(data, stanzaStart, at + 1);
            }
            ended = depth == 0;
        } else if (first != '?') {
            if (data[at - 1] != '/') {
                depth++;
            } else if (depth == 1) {
                sink.stanza(data, stanzaStart, at + 1);
            }
        }
    }
}
