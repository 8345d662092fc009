package org.mayfly.messaging.bundle;

import java.util.Optional;

/** What an account is enrolled with, to be brought back by. */
public record FirstBundles(Bundle passphrase, Optional<Bundle> recoveryKey) {}
