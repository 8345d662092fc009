package org.mayfly.client.commandline;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whether a policy lets something be done, as an operator writes it. */
enum Permission {
    ALLOWED,
    REFUSED;

    /** {@code allowed} or {@code refused}. */
    static final class Converter implements ITypeConverter<Permission> {

        @Override
        public Permission convert(String text) {
            return switch (text) {
                case "allowed" -> ALLOWED;
                case "refused" -> REFUSED;
                default -> throw new TypeConversionException(Sentences.say("usage.allowed", text));
            };
        }
    }
}
