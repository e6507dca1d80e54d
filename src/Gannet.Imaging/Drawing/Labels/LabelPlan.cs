namespace Gannet.Imaging.Drawing.Labels;

/// <summary>Where the labels of a picture stand.</summary>
/// <param name="Labels">Labels in the picture; none meets another.</param>
/// <param name="Legend">What the numbers mean, in their order; empty if there are none.</param>
internal sealed record LabelPlan(IReadOnlyList<PlacedLabel> Labels, IReadOnlyList<LegendEntry> Legend);

/// <summary>A label in the picture.</summary>
/// <param name="Box">Index of its box.</param>
/// <param name="Tab">Its pixels.</param>
/// <param name="Text">What it says: a text, or a number of the legend.</param>
internal sealed record PlacedLabel(int Box, PixelRectangle Tab, string Text);

/// <summary>A line of the legend.</summary>
/// <param name="Number">The number that labels show; null if none of its boxes has room for one, so that the colour alone connects them.</param>
/// <param name="Text">What it means.</param>
/// <param name="Boxes">Indices of the boxes, at least one.</param>
internal sealed record LegendEntry(int? Number, string Text, IReadOnlyList<int> Boxes);
