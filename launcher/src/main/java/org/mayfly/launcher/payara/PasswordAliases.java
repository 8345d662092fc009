package org.mayfly.launcher.payara;

import org.mayfly.launcher.data.PrivateFiles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.crypto.spec.SecretKeySpec;

/**
 * Payara's store of passwords that domain.xml names but does not hold: {@code ${ALIAS=mayfly-database}}. Encrypted under
 * the master password, and in the form Payara's own command would write it.
 */
final class PasswordAliases {
    private static final String DATABASE = "mayfly-database";

    private PasswordAliases() {}

    static void write(Path file, String masterPassword, String databasePassword)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("JCEKS");
        store.load(null, null);
        char[] master = masterPassword.toCharArray();
        byte[] password = databasePassword.getBytes(StandardCharsets.UTF_8);
        store.setKeyEntry(DATABASE, new SecretKeySpec(password, "AES"), master, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, master);
        Arrays.fill(master, '\0');
        Arrays.fill(password, (byte) 0);
        PrivateFiles.write(file, bytes.toByteArray());
    }
}
