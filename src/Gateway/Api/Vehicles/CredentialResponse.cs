namespace EdgeRelay.Gateway.Api.Vehicles;

/// <summary>What a device connects with. The password is shown this once and is kept nowhere in clear.</summary>
/// <param name="ClientId">MQTT client id: the vehicle's id.</param>
/// <param name="Username">MQTT user name: the account's number.</param>
internal sealed record CredentialResponse(string ClientId, string Username, string Password, DateTimeOffset CreatedAt);
