package org.mayfly.admin.signin;

import org.mayfly.protocol.value.SecretBytes;

import java.nio.charset.StandardCharsets;

/** Typed credentials in the form the ports take. */
public final class Credentials {

    private Credentials() {}

    /** The password's UTF-8 bytes. */
    public static SecretBytes secret(String password) {
        return SecretBytes.takeOver(password.getBytes(StandardCharsets.UTF_8));
    }

    /** The digits of a code as people type it: with spaces or without. */
    public static String digits(String typed) {
        return typed.replaceAll("\\s", "");
    }
}
