package org.mayfly.client;

import java.util.Optional;

/**
 * How a colleague is known. Numbers have 60 digits in groups of five.
 *
 * @param safetyNumber empty where nothing was ever received from the person or sent to them
 * @param changed the number with the identity, or the person, that the server shows by this name now, where nobody has decided
 *     about it yet
 * @param verified whether the two compared {@code safetyNumber}: then no policy lets another identity pass
 */
public record Contact(String name, Optional<String> safetyNumber, Optional<String> changed, boolean verified) {}
