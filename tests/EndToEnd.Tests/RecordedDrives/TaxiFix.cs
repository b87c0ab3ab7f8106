namespace EdgeRelay.EndToEnd.Tests.RecordedDrives;

internal readonly record struct TaxiFix(string Vehicle, long UnixSeconds, double Latitude, double Longitude);
