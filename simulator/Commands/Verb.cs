using System.CommandLine;

namespace EdgeRelay.Simulator.Commands;

/// <summary>A command with a short description for its parent's list, and more to say on its own help page.</summary>
/// <param name="details">Explanations and at least three examples, which the tests parse.</param>
internal sealed class Verb(string name, string description, string details) : Command(name, description)
{
    public string Details => details;
}
