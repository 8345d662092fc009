package org.mayfly.bench.peers;

import org.mayfly.bench.peers.amqp.Amqp;
import org.mayfly.bench.peers.mayfly.Mayfly;
import org.mayfly.bench.peers.mqtt.Mqtt;
import org.mayfly.bench.peers.xmpp.Xmpp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/**
 * One line of the peers file: {@code NAME = kind|host|port|argument|pid files|kill command @@ start command}.
 *
 * @param pidFiles the first is the server's, the others are its database's
 */
record Target(Peer peer, List<Path> pidFiles, String killCommand, String startCommand) {

    Target {
        pidFiles = List.copyOf(pidFiles);
    }

    static Target parse(String name, Properties peers, EventLoop loop, int bodyBytes) throws IOException {
        var line = peers.getProperty(name);
        if (line == null) {
            throw new IllegalArgumentException("There is no peer " + name + " in the peers file.");
        }
        var fields = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        if (fields.size() != 6) {
            throw new IllegalArgumentException("The line of " + name
                    + " must be kind|host|port|argument|pid files|kill command @@ start command.");
        }
        var commands = fields.get(5).split("@@", -1);
        return new Target(
                peer(name, fields, loop, bodyBytes),
                Arrays.stream(fields.get(4).split(","))
                        .map(String::strip)
                        .map(Path::of)
                        .toList(),
                commands[0].strip(),
                commands.length > 1 ? commands[1].strip() : "");
    }

    private static Peer peer(String name, List<String> fields, EventLoop loop, int bodyBytes) throws IOException {
        var address = new Address(fields.get(1), Integer.parseInt(fields.get(2)), null);
        var argument = fields.get(3);
        return switch (fields.get(0)) {
            case "xmpp" ->
                new Xmpp(name, address, loop, bodyBytes, new Xmpp.Server(argument, Integer.getInteger("ackEvery", 1)));
            case "mqtt" -> new Mqtt(name, address, loop, bodyBytes);
            case "amqp" -> new Amqp(name, address, loop, bodyBytes, argument);
            case "mayfly" -> Mayfly.at(name, address, loop, bodyBytes, Path.of(argument));
            default ->
                throw new IllegalArgumentException("The kind of " + name + " must be xmpp, mqtt, amqp or mayfly.");
        };
    }
}
