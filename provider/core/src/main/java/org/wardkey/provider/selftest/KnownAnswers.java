package org.wardkey.provider.selftest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Keys and answers of the self-tests. The keys are public test keys and protect nothing.
 *
 * <p>Sources: RFC 6979 §A.2.5 (ECDSA), RFC 5903 §8.1 (ECDH), RFC 8032 §7.1 test 2 (Ed25519), §7.4 test
 * "1 octet" (Ed448), RFC 7748 §6.1 (X25519), §6.2 (X448), RFC 4231 §4.2 (HMAC), SP 800-38B (CMAC, example 2), IEEE 802.1AE §C.1.1 (GMAC), NIST's samples 2 and 4 of SP 800-185 (KMAC), the GCM specification's test case 16, SP 800-38C §C.3 (CCM), SP 800-38A appendix F (CBC, CTR, ECB), IEEE 1619 annex B
 * vector 2 (XTS), RFC 8439 §2.8.2 (ChaCha20-Poly1305), RFC 3394 §4.6 (KW), RFC
 * 5649 §6 (KWP), Wycheproof mldsa_44_verify_test.json tcId 1 (ML-DSA), NIST ACVP
 * ML-KEM-encapDecap-FIPS203 tcId 79 (ML-KEM; the rejection is SHAKE256 of z and the altered ciphertext), the examples of FIPS 180-4 (SHA-1, SHA-2) and FIPS 202
 * (SHA-3, SHAKE); the RSA keys and their answers were made with
 * OpenSSL, those of SLH-DSA and LMS, with the seeds 00 01 02 ... and without randomness, with Bouncy Castle 1.87.
 */
final class KnownAnswers {
    static final byte[] RSA_MESSAGE = "wardkey self-test".getBytes(StandardCharsets.US_ASCII);
    static final byte[] ECDSA_MESSAGE = "sample".getBytes(StandardCharsets.US_ASCII);
    static final byte[] ED25519_MESSAGE = hex("72");
    static final byte[] ED448_MESSAGE = hex("03");
    static final byte[] ML_KEM_SHARED_SECRET = hex("ea8067e693b368f1e0800deb84dcf2e7304db4ea439e05ddac64aa2358376873");
    static final byte[] ML_KEM_REJECTION_SECRET =
            hex("645128f054a22d9d3921e38912f09453386431de2d4d0ded6da96b9b02d8a6cb");
    static final byte[] POST_QUANTUM_MESSAGE = "Hello world".getBytes(StandardCharsets.US_ASCII);

    static final byte[] EC_PRIVATE =
            base64("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgya+p2EW6dRZrXCFXZ7HWk05Qw9s26JsSe4piKxIPZyGhRANC"
                    + "AARg/tS6JVqdMclh63TGNW1owEm4kjth+mzmaWIuYPKftnkD/hAIuLyZpBrp6VYovGTy8bIMLX6fUXejwpTURiKZ");

    static final byte[] EC_PUBLIC =
            base64("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEYP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Z5A/4QCLi8maQa6elW"
                    + "KLxk8vGyDC1+n1F3o8KU1EYimQ==");

    static final byte[] ECDSA_SIGNATURE =
            base64("MEYCIQDv1IsqrLao/RFA3ZzUXoHWnSyHe1aq+ZHDTQ6oTq83FgIhAPfLHJQtZXxB1DbHobbin2Xz6QDbua/0Bk3Eqy+EOs2o");

    static final byte[] ECDH_PRIVATE =
            base64("MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgyI8B9RDZrD9wopLaojFt5UTpqriv6EBJxiqcV4YtFDOhRANC"
                    + "AATa0LZTlCIc+bBR4f7KV4fQmN/mN/yQue+UXQw3clgRgFJxoEYc24JS1h8cRW+j5Zqx9FszrM9fWDieBXe4mQuz");

    static final byte[] ECDH_PEER =
            base64("MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE0S37UonI1PgSCLcCcDmMNCKWlwoLzLdMc2/HVUSUv2NW+/PKNmzCPoFXhUwT"
                    + "xY1qrCPwRq2jD4NT508zA5hyqw==");

    static final byte[] X25519_PRIVATE = base64("MC4CAQAwBQYDK2VuBCIEIF2rCH5iSopLeeF/i4OADuZvO7EpJhi2/Rwviyf/iODr");

    static final byte[] X25519_PEER = base64("MCowBQYDK2VuAyEAhSDwCYkwp1R0i33ctD73Wg2/Og0mOBr066SpjqqbTmo=");

    static final byte[] X448_PRIVATE =
            base64("MEYCAQAwBQYDK2VvBDoEOJqPSSXRUZ9Xdc9GsEtYANTunui66LxVZdSYwo3Zybr1dKlBl0SJc5EAY4Km8SerHZrC2MClmHJr");

    static final byte[] X448_PEER =
            base64("MEIwBQYDK2VvAzkAPreoKbDNIPW8/AtZm2/sz22kYnEHvbDU80W0MCfYuXL8PjT7QjKhPKcG3LV67D2uB73BxnvzNgk=");

    static final byte[] ED448_PRIVATE = base64(
            "MEcCAQAwBQYDK2VxBDsEOcTqsF01cAfGMvPbtISJkk1VKwj+DDU6DUofAKzaLEY6++pnxejSh3xeO8OXplmUnvgCHpVOChInTg==");

    static final byte[] ED448_PUBLIC =
            base64("MEMwBQYDK2VxAzoAQ7oo9DDN/0Vq5TFUX37NCsg0pV2TWMA3K/oMbGeYwIZq6gHrAHQoArhDjqTLghacI1FgYntMOpSA");

    static final byte[] ED25519_PRIVATE = base64("MC4CAQAwBQYDK2VwBCIEIEzNCJso/5banbbDRuwRTg9bijGfNaumJNqM9u1PuKb7");

    static final byte[] ED25519_PUBLIC = base64("MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=");

    static final byte[] RSA_PRIVATE =
            base64("MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQChn24dw0xv4VtzeNU0vMoIC409VstdV4EJ25ojl5mvc4Zk"
                    + "iYkk9SnRpWwnEt3ARMkZnmmmneXbGPx+1pGrkK/S65INRDec3DONzmLELK8wpf0b8/qNe7o0hHs4yys3wzK3AscUj0Q7u8uy"
                    + "GgyfY/OxQ9qMi2K4a2nB2DVWJsgqOiiLZfMP9c2yaJwYI0wesxYefWLf4EN/3f0JchmECCcfJc+hO1rVQwKpRIXhff8LsA62"
                    + "QWe99pa7jlZsAzXBoJbZSpaxT8Um5flhbggcZtTtySk16q0uf/Ieiolm5DgK/xuXpkEoSgWo5xMc23DzPhVT/UVVrL6q/wJB"
                    + "gJHe+IdLAgMBAAECggEAC/UAEAqhToulGONhHqAy8CpunhGcRQESxlhtTGHMWGsbD7gPIeFTYTO0TyW5qx5LpG4QUefPmAh+"
                    + "saGNMFypbVjJOtsHpD60P7L7opjNszMsiRNhP3NeYMFGXnrFbUAvMdPuR4qb2TF5DemYcnhSEJS9B/XN7Wfg8Jrew0tmNp1t"
                    + "nHIxC0R2KAsjwxWarTmDBPir6hk9I7gz11P9Nq8NTcB2hfPl96bKXm+344X7DMkdo20Pc7ttTa082TyANteRdGxLlHkDASjt"
                    + "j8U4PHiPzzW1aqXUMtZbJT9Mr8+u47tRGBvCTw9QjC4FqhfnL7DPPcP1ekWZ7RUxxnd7LhxwcQKBgQDhz2vVMXUkNRVNJHuX"
                    + "H+hZh5p+trICe6nbbYL/YW4fQ3TqRtTsmorSwR9/j2PuC3H5U+YfuhvnykAcffIB8RICLUV6S3AX5KNXSlvaD0Gl41r8Lu/y"
                    + "VzZovSUsEFhOQTnM1bAaS1+tYviv2MYwju4qWobR2ldqatULnmlUhyV1OwKBgQC3OyEi4yYPwzd+P6QhFeiHgAON0aFl2LR1"
                    + "RNK/Ep2fKpzYBo7hJUTlyk7gtudSZ+f/VouZfwQn4Amw1iglg6ObFmzBwLzG/VwtNQvld8kBwCPae3gjN6ujv57C8gyF5Tc7"
                    + "hB1BI/N5OHasH6XGvG9xZh07oj4c9aFuOF5n8pnVMQKBgDncZXwufR62/2tR8t1JjscKKTtY4woh1+djC1MXCxm1tkqltb+e"
                    + "5f2VANY1ztxbUGwb5HaywJ3HRGBIoW9/7yZhpVDt7Z4htv0SD7EzgZXZSSIfgNpvIID8Hn9I/OeobQAgrUw/jhemqaSdfkNJ"
                    + "DJwLsEorkYSyNT8R61l+e8mrAoGAQ/32EtsVYZ4ANqHpBrn5emZ/ax3R9VgPxsBOL8b5pHmMkAEG/fb1dQu4b1yPxB14kmCM"
                    + "Ft5yLVXOYsdlSF5r1H3ix5b8th6IGOJpUrI7baHd7BILB45965qMkCx/hyQCddxVermbfGz+ZGqt+mwsMnlA+cL/p4FicOML"
                    + "7Six+tECgYBmcuHYutxIY8eqQeIcUG7IByleDroJ9Q+dZwUE4yYZOy1wrbd8AR3itt2H7OXDKAWAa6zZDnRJxbaM0DWjqHnB"
                    + "GgcVtdZeyVz1R36bxLcUAMtqk41GU17y+EEBfMBgvdWjfl6JnPfniooLF87d9U8rO7qa0R/HMfvQHGk+mjJbcw==");

    static final byte[] RSA_PUBLIC =
            base64("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAoZ9uHcNMb+Fbc3jVNLzKCAuNPVbLXVeBCduaI5eZr3OGZImJJPUp"
                    + "0aVsJxLdwETJGZ5ppp3l2xj8ftaRq5Cv0uuSDUQ3nNwzjc5ixCyvMKX9G/P6jXu6NIR7OMsrN8MytwLHFI9EO7vLshoMn2Pz"
                    + "sUPajItiuGtpwdg1VibIKjooi2XzD/XNsmicGCNMHrMWHn1i3+BDf939CXIZhAgnHyXPoTta1UMCqUSF4X3/C7AOtkFnvfaW"
                    + "u45WbAM1waCW2UqWsU/FJuX5YW4IHGbU7ckpNeqtLn/yHoqJZuQ4Cv8bl6ZBKEoFqOcTHNtw8z4VU/1FVay+qv8CQYCR3viH"
                    + "SwIDAQAB");

    static final byte[] RSA_PKCS1_SIGNATURE =
            base64("RUtKRc3c8BjzpMl90Z+z7t0zPHcilugl6j4bIdQSIpSP4Z4vLyx45at/s9ww2tjm2/G/yB5QNEnlWRnSKydJ3CGhH7D9kvHZ"
                    + "Iml9nVkuPc+wdxDaQM5hv2vXcYo2tOMnDhwd5WtZRBYeuyzP6ovRJcsBt9dFj+sy0LAxh4hapgM1GChoTDbrfedb0/DPTMh0"
                    + "PxZKDjnm9Ikv9RqOqlIp3PQjDV24+80f3THC3/uCU05u/AOaRF5mNIKFXp/DESQSSOF5JXZaSlN6d9CY7n85VN+f0y3OzPYb"
                    + "dGxfIc+mxlWsL0vqKRnEx1EWIjVyMp8tL9gMbkuOo/Qa88ctMisVYA==");

    static final byte[] RSA_PSS_SIGNATURE =
            base64("JESMeY2itINdmq1oKxnlMaOe20Eb/vz/NXdZPV7AiDA+Nsmj2oyMof5dpO+fGyQLRr+IGUJ8Mb1g7JyQFMlZAnvWpn4NqkDJ"
                    + "cAdPBkx19KdF89fZT7xaY6EwUwxWOKVbMuSkNb61hJmnJIOgVxWG/2oUyELTpIoSMSlH6WqvKxx75UN2MCBOBePE7Pvk9GNf"
                    + "XKNpk22n0UdxFwqKvHQ7+93E4JccD6yOx79VA+Kuiyi7lY6wPI8qdLg1gF7En9+5riQWwtUuahvbrqf/uudrRej/gZ4nbYbA"
                    + "InVyQvSI9hxz1q6G8Oh/bnKhN7Ue13H9JKWydwVflsS+1kbGxDqH5Q==");

    /** Another key than that for signatures: validated modules let no modulus do both. Source: SP 800-57 Part 1 §5.2. */
    static final byte[] RSA_OAEP_PRIVATE =
            base64("MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCxiksEEeqA58ncqDutUt9l0+CuHrOzepRGaVRFKk0PUXqJ"
                    + "5J72E+PhV4LT1bcTAcEw64eu0U7dI++g1uVIyKZx472aN22V/OnG6yLsUtywb5DyI1VyED+WXPasLFivhaeQeUmDE5iF2YD+"
                    + "Y0c2/W3pi6cpbgIzO5uwTP6tY9HXH7YF+HoWkVJD3mxJ47UM0K8PJ1O9K49TUKf90W8O9/dG/k/GBhGGk6LwhtePP4ipW3pL"
                    + "0C7EG3asZjmTU7WjvYf2Fra8NcB/BcBpdIaACg2O3tRBygZpKjwjm00dHTF95n0sZY3u4roDWjuhTwUh7s9ymGf4f1SksyAr"
                    + "KBmrG4B1AgMBAAECggEAAKN+dxaIaSvMSFirlElIx/E97Opr25CskV9GIBSRn+U7Y10Y7Eowhuo9bH0nkjAurXofbBPRLI75"
                    + "SPMU8pDUNnMrBq+9220EO0SzxLVcmV7hXtmdMFKaI/SUJ5TmQcVhj628A7ZxlUOtyNx7EFnTiCRKNuYwKFaFzhnMzbte8R7o"
                    + "yhi6uZjMEkkpdRpiR8nVRqgeXQ/NgWrccduy77PXC/AEqr8QxCY0lKZJ0I5x5PNboiP/yxx+WSFyADpKtLRG1ERkYsMTqabn"
                    + "UaRRwcp+bvDIcFrKtEjANo6NdUxQOunhvZIEk8QWo8+GDhF6kdzDsBjANJd7D+0NejD/ba37eQKBgQDtEeumsASRL6ph5uKg"
                    + "TqYpEU/yEemoIoHv8zYXhrix+Gr/7c5dc0BcXNzzWDuyGrra72VrXcrco1MTRl75w16e4oMksrSqQhAcH1DRC+dVLaZIX+Rn"
                    + "kr4wJyFBupIstmivfp0DL5OctSwKrWZHS3FQOYMDFlw1aHVWoP2NNeZTnQKBgQC/t32uZbYbY8Ni3vf6OQVC8tNJlVvkPKAs"
                    + "zv93rFMW2ttpE2r/lWRmfyyCYaBCt54Wiib3ZxbSXf+7bGaNuu0gaNm3VUk+tfcH3wdQWHG/POFDP9kRlqypG2hh4DZJwjY9"
                    + "CP1Rs3SuHFK29gtXHydimPsBJuOzj7sKsy+TmFMkuQKBgCJ0iVBXosJLMDM8cFGmPKYZWwouqkwCf+oU6havQOa02TBLKsQQ"
                    + "PRlvcbl4aGyxT9kEFDRvlE1O+4MApkscpwLmnvLVekaIhXjg4EkRttR9Zv572WFoRXYQKdg4uof/FuXyu/U7k/OhrT38B7Jy"
                    + "94wWX8EyHcKxZORrT46Xd9tNAoGAcOlapgnVVRBOlL6JAd/vT1zAP8gtlKB4HavUHeFqFj3Tl3EORXTw6sTfq/Jfdqu5+cBn"
                    + "7rHSaRdfdD0FsVd0LPBTuXwLZVm6IfKi1hkg9OagLQE/kPJSwk4YDf0FPC+bzhqrRyEQCTM5K/SA/VCl25YJzsXeuXRfTo/1"
                    + "51GBNlECgYEAn2vBSDC4i7NhKJR2CFKhc4bLTA99faUiG3tqr59PhRHzTvmSC8Z5S2rynRgVV47uRoPSOqHDSjdADNx/7sjt"
                    + "ZWwaPSb+uZtw20p2e7cAkDTF6eUPK+t4mQRz/7/kViHyYa8BQW8wA1PbF1JGDd7xRgfyQdFlLsCytKR0JGt2S84=");

    static final byte[] RSA_OAEP_PUBLIC =
            base64("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsYpLBBHqgOfJ3Kg7rVLfZdPgrh6zs3qURmlURSpND1F6ieSe9hPj"
                    + "4VeC09W3EwHBMOuHrtFO3SPvoNblSMimceO9mjdtlfzpxusi7FLcsG+Q8iNVchA/llz2rCxYr4WnkHlJgxOYhdmA/mNHNv1t"
                    + "6YunKW4CMzubsEz+rWPR1x+2Bfh6FpFSQ95sSeO1DNCvDydTvSuPU1Cn/dFvDvf3Rv5PxgYRhpOi8IbXjz+IqVt6S9AuxBt2"
                    + "rGY5k1O1o72H9ha2vDXAfwXAaXSGgAoNjt7UQcoGaSo8I5tNHR0xfeZ9LGWN7uK6A1o7oU8FIe7Pcphn+H9UpLMgKygZqxuA"
                    + "dQIDAQAB");

    static final byte[] RSA_OAEP_CIPHERTEXT =
            base64("l8C6VrhORef+16wzH2iUn6glzokVy+snSiMoJ4xeWttekcu14aw7JNaF3IlpRTDn2VzLDHcIygC7erZkhrzz+6YtRTWeLBzB"
                    + "ju8xPayMKXSGUzDn+duFylUJhHPBYWuxD/zfHYRD2KVupU2uqFgz2Kv3e7OgSh+InVf2wLVaDYZVNloo1By9g0JCSJwrorVz"
                    + "l5xrO3LjhvPI3+M3sHom/qwoWAAPfvlHBbpQLW8ag9Vqm1bwHLBvlc69JujUqgYRHmrenQzTE4uJb/7ZmzOT/KbyM5xpyb1w"
                    + "hOgMDYOEfD3gNFAknaelaJl5iM1BkZ4kd//ndmrqW7LQb8+ks/0arQ==");

    static final byte[] ECDH_SECRET = hex("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");

    static final byte[] X25519_SECRET = hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");

    static final byte[] X448_SECRET =
            hex("07fff4181ac6cc95ec1c16a94a0f74d12da232ce40a77552281d282bb60c0b56fd2464c335543936521c24403085d59a44"
                    + "9a5037514a879d");

    static final byte[] ED448_SIGNATURE =
            hex("26b8f91727bd62897af15e41eb43c377efb9c610d48f2335cb0bd0087810f4352541b143c4b981b7e18f62de8ccdf633fc"
                    + "1bf037ab7cd779805e0dbcc0aae1cbcee1afb2e027df36bc04dcecbf154336c19f0af7e0a6472905e799f1953d2a0ff3"
                    + "348ab21aa4adafd1d234441cf807c03a00");

    static final byte[] ED25519_SIGNATURE =
            hex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
                    + "387b2eaeb4302aeeb00d291612bb0c00");

    static final byte[] HMAC_KEY = hex("0b".repeat(20));
    static final byte[] HMAC_MESSAGE = "Hi There".getBytes(StandardCharsets.US_ASCII);
    static final byte[] HMAC_CODE = hex("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");

    static final byte[] CMAC_KEY = hex("2b7e151628aed2a6abf7158809cf4f3c");
    static final byte[] CMAC_MESSAGE = hex("6bc1bee22e409f96e93d7e117393172a");
    static final byte[] CMAC_CODE = hex("070a16b46b4d4144f79bdd9dd04a287c");

    static final byte[] GMAC_KEY = hex("ad7a2bd03eac835a6f620fdcb506b345");
    static final byte[] GMAC_IV = hex("12153524c0895e81b2c28465");
    static final byte[] GMAC_MESSAGE =
            hex("d609b1f056637a0d46df998d88e5222ab2c2846512153524c0895e8108000f101112131415161718"
                    + "191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233340001");
    static final byte[] GMAC_CODE = hex("f09478a9b09007d06f46e9b6a1da25dd");

    /** FIPS 140-3 IG 10.3.A resolution 8: a test of PBKDF2 may have two iterations. Its answer was made with Python's hashlib. */
    static final String PBKDF2_PASSWORD = "passwordPASSWORDpassword";

    static final byte[] PBKDF2_SALT = "saltSALTsaltSALTsaltSALTsaltSALTsalt".getBytes(StandardCharsets.US_ASCII);
    static final byte[] PBKDF2_KEY =
            hex("13dc8a7c13d372c90382822d2dc492f2ed52467fb7828ea86488783f2ef0397f77a9d6f8d4a44412");

    static final byte[] GCM_KEY = hex("feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308");
    static final byte[] GCM_IV = hex("cafebabefacedbaddecaf888");
    static final byte[] GCM_AAD = hex("feedfacedeadbeeffeedfacedeadbeefabaddad2");
    static final byte[] GCM_PLAINTEXT = hex("d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
            + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39");
    static final byte[] GCM_CIPHERTEXT = hex("522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
            + "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f66276fc6ece0f4e1768cddf8853bb2d551b");

    static final byte[] CCM_KEY = hex("404142434445464748494a4b4c4d4e4f");
    static final byte[] CCM_NONCE = hex("101112131415161718191a1b");
    static final byte[] CCM_AAD = hex("000102030405060708090a0b0c0d0e0f10111213");
    static final byte[] CCM_PLAINTEXT = hex("202122232425262728292a2b2c2d2e2f3031323334353637");
    static final byte[] CCM_CIPHERTEXT = hex("e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951");

    static final byte[] MODE_KEY = hex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
    static final byte[] MODE_PLAINTEXT = hex("6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51");
    static final byte[] CBC_IV = hex("000102030405060708090a0b0c0d0e0f");
    static final byte[] CBC_CIPHERTEXT = hex("f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d");
    static final byte[] CTR_COUNTER = hex("f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff");
    static final byte[] CTR_CIPHERTEXT = hex("601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5");
    static final byte[] ECB_CIPHERTEXT = hex("f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870");

    static final byte[] XTS_KEY = hex("11".repeat(16) + "22".repeat(16));
    static final byte[] XTS_TWEAK = hex("33333333330000000000000000000000");
    static final byte[] XTS_PLAINTEXT = hex("44".repeat(32));
    static final byte[] XTS_CIPHERTEXT = hex("c454185e6a16936e39334038acef838bfb186fff7480adc4289382ecd6d394f0");

    static final byte[] CHACHA20_KEY = hex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
    static final byte[] CHACHA20_NONCE = hex("070000004041424344454647");
    static final byte[] CHACHA20_AAD = hex("50515253c0c1c2c3c4c5c6c7");
    static final byte[] CHACHA20_PLAINTEXT =
            ("Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would"
                            + " be it.")
                    .getBytes(StandardCharsets.US_ASCII);
    static final byte[] CHACHA20_CIPHERTEXT = hex(
            "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d63dbea45e8ca9671282fafb69da92728b1a71de0a"
                    + "9e060b2905d6a5b67ecd3b3692ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc3ff4def0"
                    + "8e4b7a9de576d26586cec64b61161ae10b594f09e26a7e902ecbd0600691");

    static final byte[] KW_KEY = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    static final byte[] KW_PLAINTEXT = hex("00112233445566778899aabbccddeeff000102030405060708090a0b0c0d0e0f");
    static final byte[] KW_WRAPPED =
            hex("28c9f404c4b810f4cbccb35cfb87f8263f5786e2d80ed326cbc7f0e71a99f43bfb988b9b7a02dd21");

    static final byte[] KWP_KEY = hex("5840df6e29b02af1ab493b705bf16ea1ae8338f4dcc176a8");
    static final byte[] KWP_PLAINTEXT = hex("c37b7e6492584340bed12207808941155068f738");
    static final byte[] KWP_WRAPPED = hex("138bdeaa9b8fa7fc61f97742e72248ee5ae6ae5360d1ae6a5f54f373fa543b6a");

    static final byte[] KMAC_KEY = hex("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f");
    static final byte[] KMAC_MESSAGE = hex("00010203");
    static final byte[] KMAC_CUSTOMIZATION = "My Tagged Application".getBytes(StandardCharsets.US_ASCII);
    static final byte[] KMAC128_CODE = hex("3b1fba963cd8b0b59e8c1a6d71888b7143651af8ba0a7070c0979e2811324aa5");
    static final byte[] KMAC256_CODE = hex("20c570c31346f703c9ac36c61c03cb64c3970d0cfc787e9b79599d273a68d2f7"
            + "f69d4cc3de9d104a351689f27cf6f5951f0103f33f4f24871024d9c27773a8dd");

    static final byte[] SHA_MESSAGE = "abc".getBytes(StandardCharsets.US_ASCII);
    static final byte[] SHA_1 = hex("a9993e364706816aba3e25717850c26c9cd0d89d");
    static final byte[] SHA3_256 = hex("3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532");
    static final byte[] SHAKE128 = hex("5881092dd818bf5cf8a3ddb793fbcba74097d5c526a6d35f97b83351940f2cc8");
    static final byte[] SHAKE256 = hex("483366601360a8771c6863080cc4114d8db44530f8f1e1ee4f94ea37e78b5739"
            + "d5a15bef186a5386c75744c0527e1faa9f8726e462a12a4feb06bd8801e751e4");
    static final byte[] SHA_256 = hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    static final byte[] SHA_512 = hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");

    private KnownAnswers() {}

    /**
     * Reads what is too long to be written here.
     *
     * @param name of a file beside this class
     */
    static byte[] resource(String name) {
        try (InputStream in = KnownAnswers.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("Expected the resource " + name + " in the provider's jar.");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static byte[] base64(String text) {
        return Base64.getDecoder().decode(text);
    }
}
