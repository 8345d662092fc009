package org.mayfly.bench.peers.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** From the first stream header to a session with acknowledgements: signs the user up where need be. */
final class Handshake {

    /** What the connection has to do for it. */
    interface Line {
        void say(String xml);

        /** Begins the stream anew. */
        void restart();

        void fail(String why);

        void done();
    }

    private enum State {
        FEATURES,
        SIGN_UP,
        AUTHENTICATION,
        FEATURES_AGAIN,
        BINDING,
        ACKNOWLEDGEMENTS,
        DONE
    }

    private final String user;
    private final Line line;
    private State state = State.FEATURES;

    Handshake(String user, Line line) {
        this.user = user;
        this.line = line;
    }

    boolean isDone() {
        return state == State.DONE;
    }

    void heard(String stanza) {
        if (stanza.startsWith("<stream:error")) {
            line.fail(stanza);
            return;
        }
        switch (state) {
            case FEATURES -> {
                if (stanza.startsWith("<stream:features")) {
                    next(
                            State.SIGN_UP,
                            "<iq type='set' id='reg'><query xmlns='jabber:iq:register'><username>" + user
                                    + "</username><password>pw</password></query></iq>");
                }
            }
            case SIGN_UP -> signedUp(stanza);
            case AUTHENTICATION -> authenticated(stanza);
            case FEATURES_AGAIN -> {
                if (stanza.startsWith("<stream:features")) {
                    next(
                            State.BINDING,
                            "<iq type='set' id='b'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>r</resource></bind></iq>");
                }
            }
            case BINDING -> {
                if (stanza.startsWith("<iq")) {
                    requireNoError(stanza);
                    next(State.ACKNOWLEDGEMENTS, "<enable xmlns='urn:xmpp:sm:3'/>");
                }
            }
            case ACKNOWLEDGEMENTS -> {
                if (stanza.startsWith("<enabled")) {
                    state = State.DONE;
                    line.done();
                } else if (stanza.startsWith("<failed")) {
                    line.fail(stanza);
                }
            }
            case DONE -> throw new IllegalStateException("the handshake is over");
        }
    }

    /** A conflict says that the user is there already. */
    private void signedUp(String stanza) {
        if (!stanza.startsWith("<iq")) {
            return;
        }
        if (!stanza.contains("conflict")) {
            requireNoError(stanza);
        }
        var plain = Base64.getEncoder().encodeToString(("\0" + user + "\0pw").getBytes(StandardCharsets.UTF_8));
        next(
                State.AUTHENTICATION,
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>" + plain + "</auth>");
    }

    private void authenticated(String stanza) {
        if (stanza.startsWith("<success")) {
            state = State.FEATURES_AGAIN;
            line.restart();
        } else {
            line.fail(stanza);
        }
    }

    private void requireNoError(String stanza) {
        if (stanza.contains("error")) {
            line.fail(stanza);
        }
    }

    private void next(State next, String xml) {
        state = next;
        line.say(xml);
    }
}
