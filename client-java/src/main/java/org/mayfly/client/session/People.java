package org.mayfly.client.session;

import org.mayfly.client.problem.ProblemException;
import org.mayfly.client.rest.DeviceCalls;
import org.mayfly.client.store.Drop;
import org.mayfly.client.store.FieldReader;
import org.mayfly.client.store.FieldWriter;
import org.mayfly.client.store.FileStore;
import org.mayfly.client.store.Keep;
import org.mayfly.client.store.Shelf;
import org.mayfly.protocol.client.store.Change;
import org.mayfly.protocol.client.store.UnitOfWork;
import org.mayfly.protocol.value.Bytes;
import org.mayfly.protocol.value.UserId;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names of colleagues, as the server's directory last gave them. Only names: whom to trust is decided by keys. */
final class People {

    private final FileStore store;
    private final Map<UserId, String> names = new HashMap<>();

    People(FileStore store) {
        this.store = store;
        for (var key : store.keys(Shelf.PERSON)) {
            store.kept(Shelf.PERSON, key).map(FieldReader::text).ifPresent(name -> names.put(new UserId(key), name));
        }
    }

    Optional<String> name(UserId user) {
        return Optional.ofNullable(names.get(user));
    }

    Optional<UserId> find(String name) {
        var wanted = canonical(name);
        return names.entrySet().stream()
                .filter(entry -> canonical(entry.getValue()).equals(wanted))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Asks the directory where the name is not known yet. */
    UserId require(String name, DeviceCalls calls) {
        return find(name).orElseGet(() -> {
            refresh(calls);
            return find(name).orElseThrow(() -> ProblemException.refused("unknown-user", name));
        });
    }

    void refresh(DeviceCalls calls) {
        var directory = calls.directory();
        var changes = new ArrayList<Change>();
        directory.forEach((user, name) -> {
            if (!name.equals(names.get(user))) {
                changes.add(new Keep(
                        Shelf.PERSON,
                        user.value(),
                        Bytes.of(new FieldWriter().text(name).toArray())));
            }
        });
        names.keySet().stream()
                .filter(user -> !directory.containsKey(user))
                .forEach(gone -> changes.add(new Drop(Shelf.PERSON, gone.value())));
        store.commit(UnitOfWork.of(changes));
        names.clear();
        names.putAll(directory);
    }

    static String canonical(String name) {
        return Normalizer.normalize(name.strip(), Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
