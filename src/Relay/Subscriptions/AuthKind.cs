namespace EdgeRelay.Relay.Subscriptions;

/// <summary>What stands in the <c>Authorization</c> header of a request.</summary>
public enum AuthKind : byte
{
    None = 0,

    /// <summary><c>Basic</c> and the base64 of UTF-8 <c>user:password</c>.</summary>
    Basic = 1,

    /// <summary>A value given whole by the user.</summary>
    Header = 2,

    /// <summary><c>Bearer</c> and a token given by the user.</summary>
    Bearer = 3,

    /// <summary><c>Bearer</c> and a token that is asked for by client credentials (RFC 6749, section 4.4).</summary>
    Oauth2 = 4,
}
