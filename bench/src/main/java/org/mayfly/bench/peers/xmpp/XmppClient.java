package org.mayfly.bench.peers.xmpp;

import org.mayfly.bench.peers.Body;
import org.mayfly.bench.peers.Client;
import org.mayfly.bench.peers.Events;
import org.mayfly.bench.peers.Link;
import org.mayfly.bench.peers.Stamp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** One user of an XMPP server. Bodies travel in base64. */
final class XmppClient extends Link implements Client, Handshake.Line {

    private static final byte[] BODY = ascii("<body>");
    private static final byte[] BODY_END = ascii("</body></message>");
    private static final byte[] ACK_REQUEST = ascii("<r xmlns='urn:xmpp:sm:3'/>");
    private static final int STAMP_IN_BASE64 = Stamp.LENGTH / 3 * 4;

    private final Xmpp peer;
    private final String user;
    private final Events events;
    private final Body body;
    private final Handshake handshake;
    private final CompletableFuture<Void> opened = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Void>> joins = new HashMap<>();
    private final ArrayDeque<Sent> unacked = new ArrayDeque<>();
    private Stanzas stanzas = new Stanzas(this::stanza);
    private boolean restarting;
    private long sent;
    private long received;

    private record Sent(long number, int seq) {}

    XmppClient(Xmpp peer, String user, Events events) {
        super(peer.loop());
        this.peer = peer;
        this.user = user;
        this.events = events;
        this.body = new Body(peer.bodyBytes());
        this.handshake = new Handshake(user, this);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public CompletableFuture<Void> open() {
        connect(peer.address());
        return opened;
    }

    @Override
    protected void onConnect() {
        say("<?xml version='1.0'?><stream:stream to='" + domain()
                + "' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>");
    }

    @Override
    protected void onClosed(String why) {
        opened.completeExceptionally(new IllegalStateException(user + ": " + why));
        events.closed(why);
    }

    @Override
    protected int onData(byte[] data, int length) {
        int used = stanzas.accept(data, length);
        if (stanzas.isEnded()) {
            fail("the server closed the stream");
        }
        if (restarting) {
            restarting = false;
            stanzas = new Stanzas(this::stanza);
            onConnect();
        }
        return used;
    }

    @Override
    public void say(String xml) {
        write(xml.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void restart() {
        restarting = true;
    }

    @Override
    public void fail(String why) {
        super.fail(why);
    }

    @Override
    public void done() {
        sent = 1;
        received = 0;
        say("<presence/>");
        opened.complete(null);
    }

    private String domain() {
        return peer.server().domain();
    }

    /** The first letter of its name is enough to tell a stanza. */
    private void stanza(byte[] data, int from, int to) {
        if (!handshake.isDone()) {
            handshake.heard(text(data, from, to));
            return;
        }
        switch (data[from + 1]) {
            case 'm' -> message(data, from, to);
            case 'a' -> acked(text(data, from, to));
            case 'r' -> say("<a xmlns='urn:xmpp:sm:3' h='" + received + "'/>");
            case 'p' -> presence(text(data, from, to));
            case 'i' -> question(text(data, from, to));
            default -> {
                if (text(data, from, to).startsWith("<stream:error")) {
                    fail(text(data, from, to));
                }
            }
        }
    }

    private static String text(byte[] data, int from, int to) {
        return new String(data, from, to - from, StandardCharsets.UTF_8);
    }

    private void message(byte[] data, int from, int to) {
        received++;
        int start = find(data, from, to);
        if (start < 0) {
            if (hasAttribute(text(data, from, to), "type", "error")) {
                fail(text(data, from, to));
            }
            return;
        }
        var stamp = Base64.getDecoder().decode(Arrays.copyOfRange(data, start, start + STAMP_IN_BASE64));
        Stamp.read(stamp, 0).ifPresent(events::received);
    }

    /** Where the body begins, or -1. */
    private static int find(byte[] data, int from, int to) {
        for (int i = from; i <= to - BODY.length; i++) {
            if (Arrays.equals(data, i, i + BODY.length, BODY, 0, BODY.length)) {
                return i + BODY.length;
            }
        }
        return -1;
    }

    private void acked(String text) {
        int at = text.indexOf(" h=") + 4;
        int end = at;
        while (Character.isDigit(text.charAt(end))) {
            end++;
        }
        long handled = Long.parseLong(text.substring(at, end));
        while (!unacked.isEmpty() && unacked.peek().number() <= handled) {
            events.acked(unacked.remove().seq());
        }
    }

    /** Status 110 is the own presence in a room; 201: the room is new, its standard configuration is taken. */
    private void presence(String text) {
        received++;
        if (hasAttribute(text, "type", "error")) {
            fail(text);
            return;
        }
        if (!text.contains("muc#user") || !hasAttribute(text, "code", "110")) {
            return;
        }
        int from = text.indexOf("from=") + 6;
        var room = text.substring(from, text.indexOf('@', from));
        if (hasAttribute(text, "code", "201")) {
            sent++;
            say("<iq type='set' id='own_" + room + "' to='" + room + "@"
                    + peer.server().rooms()
                    + "'><query xmlns='http://jabber.org/protocol/muc#owner'>"
                    + "<x xmlns='jabber:x:data' type='submit'/></query></iq>");
        } else {
            joined(room);
        }
    }

    private void question(String text) {
        received++;
        int own = text.indexOf("own_");
        if (own > 0) {
            if (text.contains("error")) {
                fail(text);
            }
            joined(attribute(text, own + 4));
        } else if (hasAttribute(text, "type", "get")) {
            sent++;
            say(
                    "<iq type='error' id='" + attribute(text, text.indexOf("id=") + 4)
                            + "'><error type='cancel'><service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></iq>");
        }
    }

    /** The attribute's value that begins there. */
    private static String attribute(String text, int from) {
        int end = from;
        while (text.charAt(end) != '\'' && text.charAt(end) != '"') {
            end++;
        }
        return text.substring(from, end);
    }

    private static boolean hasAttribute(String text, String key, String value) {
        return text.contains(key + "='" + value + "'") || text.contains(key + "=\"" + value + "\"");
    }

    private void joined(String room) {
        var join = joins.remove(room);
        if (join != null) {
            join.complete(null);
        }
    }

    private void message(String head, Stamp stamp) {
        say(head);
        write(Base64.getEncoder().encode(body.stamped(stamp)));
        write(BODY_END);
        sent++;
        unacked.add(new Sent(sent, stamp.seq()));
        if (sent % peer.server().ackEvery() == 0) {
            write(ACK_REQUEST);
        }
    }

    @Override
    public void send(String to, Stamp stamp) {
        message("<message to='" + to + "@" + domain() + "' type='chat' id='m" + stamp.seq() + "'><body>", stamp);
    }

    @Override
    public void sendRoom(String room, Stamp stamp) {
        message(
                "<message to='" + room + "@" + peer.server().rooms() + "' type='groupchat' id='g" + stamp.seq()
                        + "'><body>",
                stamp);
    }

    @Override
    public CompletableFuture<Void> join(String room) {
        var done = new CompletableFuture<Void>();
        joins.put(room, done);
        sent++;
        say("<presence to='" + room + "@" + peer.server().rooms() + "/" + user
                + "'><x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>");
        return done;
    }

    @Override
    public void close() {
        if (!isDead()) {
            say("</stream:stream>");
            flushAndClose();
        }
    }
}
