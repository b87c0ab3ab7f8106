namespace EdgeRelay.Gateway.Settings;

/// <summary>Whether a client's certificate is looked up among those that its issuer took back.</summary>
public enum ClientRevocation
{
    /// <summary>Never: most issuers of device certificates publish no list.</summary>
    None,

    /// <summary>By the list or the responder that the certificate names. When neither answers, the certificate is refused.</summary>
    Online,
}
