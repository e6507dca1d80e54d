using System.Globalization;
using Gannet.Detection.Explanation;

namespace Gannet.Cli.Explanation;

/// <summary>Where an object was lost, and by how much, in a sentence.</summary>
internal static class LossText
{
    public static string Of(ObjectTrace o, ExplainedPicture picture) => o.Lost switch
    {
        LostAt.Nowhere => $"found by detection {1 + Place(picture, o.Detection)}",
        LostAt.Transform => "cropped away by the transform",
        LostAt.Anchors when picture.Trace.Network is null => $"no region reaches it: best IoU {Share(o.Value)} of {Share(o.Needed)}",
        LostAt.Anchors => $"no anchor reaches it: best IoU {Share(o.Value)} of {Share(o.Needed)}",
        LostAt.ProposalBoxes => $"the proposal network moves every anchor away from it: best IoU {Share(o.Value)} of {Share(o.Needed)}, {Share(o.AnchorIou)} before",
        LostAt.Objectness => $"objectness too low: its best box scores {Share(o.OwnScore)}, rank {o.Value:0} of {o.Needed:0} that enter suppression",
        LostAt.ProposalSize => $"its best box, objectness {Share(o.OwnScore)}, is too small or too unlikely for a proposal",
        LostAt.ProposalSuppression => $"suppressed among the proposals: a box of objectness {Share(o.OtherScore)} overlaps its own, {Share(o.OwnScore)}, by {Share(o.Value)}, above {Share(o.Needed)}",
        LostAt.ProposalLimit => $"cut by the limit of proposals: its best box has rank {o.Value:0} of {o.Needed:0}, objectness {Share(o.OwnScore)}",
        LostAt.Refinement => $"refinement moves every region away from it: best IoU {Share(o.Value)} of {Share(o.Needed)}, {Share(o.RegionIou)} before",
        LostAt.Classification => $"its best region is taken for {picture.ClassName(o.OtherLabel)}, {Share(o.OtherScore)}; {picture.ClassName(o.Label)} has {Share(o.Value)} of {Share(o.Needed)}",
        LostAt.Score => $"score too low: {Share(o.Value)} of {Share(o.Needed)}",
        LostAt.DetectionSize => $"its best box, score {Share(o.OwnScore)}, is not allowed: it is too small, or its region gives another class",
        LostAt.Suppression => $"suppressed: a detection of {picture.ClassName(o.OtherLabel)}, {Share(o.OtherScore)}, overlaps its own, {Share(o.OwnScore)}, by {Share(o.Value)}, above {Share(o.Needed)}",
        LostAt.DetectionLimit => $"cut by the limit of detections: its best box has rank {o.Value:0} of {o.Needed:0}, score {Share(o.OwnScore)}",
        _ => $"its only detections, {Share(o.OwnScore)}, were taken by a neighbour that they overlap more",
    };

    /// <summary>Position of a detection among the shown ones.</summary>
    public static int Place(ExplainedPicture picture, int? detection) => picture.Shown.ToList().IndexOf(detection ?? -1);

    public static string Share(float value) => float.IsFinite(value) ? value.ToString("0.000", CultureInfo.InvariantCulture) : "–";
}
