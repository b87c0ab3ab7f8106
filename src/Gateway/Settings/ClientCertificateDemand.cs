namespace EdgeRelay.Gateway.Settings;

/// <summary>Whether a client of the TLS listener shows a certificate.</summary>
public enum ClientCertificateDemand
{
    /// <summary>It is not asked for one.</summary>
    None,

    /// <summary>It may; a certificate that is not right ends the handshake all the same.</summary>
    Optional,

    /// <summary>Without a right one the handshake fails.</summary>
    Required,
}
