namespace EdgeRelay.EndToEnd.Tests;

/// <summary>How a program ended and what it said.</summary>
internal sealed record ProgramResult(int Status, string Output, string Errors);
