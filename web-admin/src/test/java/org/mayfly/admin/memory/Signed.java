package org.mayfly.admin.memory;

import org.mayfly.admin.signin.Doorway;
import org.mayfly.admin.signin.Entrance;
import org.mayfly.admin.signin.SignedIn;
import org.mayfly.messaging.access.Actor;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** A session with or without an administrator, and the door to it. */
public class Signed implements Doorway {

    public static final Instant NOW = Instant.parse("2026-11-22T09:30:00Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    private final SignedIn session = new SignedIn();
    private final MemoryAdministrators administrators;
    private int freshIds;
    private boolean ended;

    public Signed(MemoryAdministrators administrators) {
        this.administrators = administrators;
    }

    /** Somebody is signed in. */
    public static SignedIn in() {
        var signed = new Signed(new MemoryAdministrators());
        signed.entrance().admit(new Actor.Administrator(UUID.fromString("00000000-0000-4000-8000-000000000001")));
        return signed.session();
    }

    public SignedIn session() {
        return session;
    }

    public Entrance entrance() {
        return new Entrance(session, administrators, this, CLOCK);
    }

    public int freshIds() {
        return freshIds;
    }

    public boolean ended() {
        return ended;
    }

    @Override
    public String sourceAddress() {
        return "192.0.2.1";
    }

    @Override
    public void changeSessionId() {
        freshIds++;
    }

    @Override
    public void endSession() {
        ended = true;
    }
}
