package org.mayfly.launcher.payara;

import org.mayfly.launcher.data.PrivateFiles;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import javax.xml.XMLConstants;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.stream.StreamResult;
import javax.xml.transform.stream.StreamSource;

/** Makes Payara's domain.xml Mayfly's, by the stylesheet in config/. */
final class DomainXml {
    private DomainXml() {}

    static byte[] stylesheet() throws IOException {
        try (InputStream in = DomainXml.class.getResourceAsStream("/org/mayfly/config/payara/domain.xslt")) {
            return Objects.requireNonNull(in, "domain.xslt").readAllBytes();
        }
    }

    static void rewrite(Path file, DomainParameters parameters) throws IOException {
        TransformerFactory factory = TransformerFactory.newInstance();
        try (InputStream sheet = DomainXml.class.getResourceAsStream("/org/mayfly/config/payara/domain.xslt");
                InputStream in = Files.newInputStream(file)) {
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            Transformer transformer = factory.newTransformer(new StreamSource(sheet));
            parameters.values().forEach(transformer::setParameter);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            transformer.transform(new StreamSource(in), new StreamResult(out));
            PrivateFiles.write(file, out.toByteArray());
        } catch (TransformerException e) {
            throw new IOException("domain.xml could not be made", e);
        }
    }
}
