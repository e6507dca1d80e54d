namespace Gannet.Training.Reports;

/// <summary>An image in the report.</summary>
/// <param name="Path">Path relative to the report's folder, with forward slashes.</param>
/// <param name="Caption">Text below the image.</param>
public sealed record ReportExample(string Path, string Caption);
