using EdgeRelay.Simulator.Fleet;

namespace EdgeRelay.Simulator.Messages;

/// <param name="DefectPart">Index of the part with a defect; null when all is well.</param>
internal readonly record struct InspectionSheet(string Id, DateTime Time, Happening.Inspection Inspection, int? DefectPart);
