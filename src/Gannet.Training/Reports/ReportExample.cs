namespace Gannet.Training.Reports;

/// <summary>A picture in the report.</summary>
/// <param name="Path">Path relative to the report's folder, with forward slashes.</param>
/// <param name="Caption">Words below the picture.</param>
public sealed record ReportExample(string Path, string Caption);
