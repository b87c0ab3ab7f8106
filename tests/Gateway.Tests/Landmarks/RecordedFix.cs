using EdgeRelay.Rules.Inputs;

namespace EdgeRelay.Gateway.Tests.Landmarks;

internal readonly record struct RecordedFix(string Vehicle, Position Position);
