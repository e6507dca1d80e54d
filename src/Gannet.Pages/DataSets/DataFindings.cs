using System.Globalization;
using Gannet.Datasets.Statistics;

namespace Gannet.Pages.DataSets;

/// <summary>What a person should know about a data set before training on it, in one sentence each.</summary>
public static class DataFindings
{
    // Below these shares a finding is not worth a sentence.
    private const double FewObjects = 0.01, SomeObjects = 0.1;

    // A class with fewer objects is hardly learnt; one with this many times fewer than the largest comes too rarely.
    private const int LeastObjects = 20, Imbalance = 20;

    /// <summary>The findings, gravest first; empty if there is nothing to say.</summary>
    /// <param name="report">What is known.</param>
    public static IReadOnlyList<string> Of(DataReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return [.. Splits(report), .. Similar(report), .. Classes(report.Statistics), .. Coinciding(report), .. Input(report.Fit), .. Doubts(report.Doubts)];
    }

    private static IEnumerable<string> Splits(DataReport report) => report.Shared.Select(static problem => $"{Capital(problem.What)}; {problem.Cure}.");

    private static IEnumerable<string> Similar(DataReport report)
    {
        if (report.Similar is not { Count: > 0 } similar) yield break;
        foreach (var apart in similar.Where(static s => s.Apart is not null).GroupBy(static s => s.Apart!.Value))
        {
            yield return $"{Pictures(apart.Count(), $" of '{apart.Key.Second}'")} nearly the same as one of '{apart.Key.First}', such as {apart.First().Second} and {apart.First().First}: "
                + "the score will be too good; keep such pictures in one split.";
        }

        var within = similar.Count(static s => s.Apart is null);
        if (within > 0) yield return $"{Pictures(within)} nearly the same as an earlier one, which teaches little more.";
    }

    private static IEnumerable<string> Classes(DatasetStatistics statistics)
    {
        var most = statistics.PerClass.MaxBy(static c => c.Boxes);
        if (most is null or { Boxes: 0 }) yield break;
        foreach (var one in statistics.PerClass)
        {
            if (one.Boxes == 0)
                yield return $"'{one.Name}' has no object: it cannot be learnt.";
            else if (one.Boxes < LeastObjects)
                yield return $"'{one.Name}' has only {one.Boxes} {(one.Boxes == 1 ? "object" : "objects")}: label more of them.";
            else if (one.Boxes * Imbalance <= most.Boxes)
                yield return $"'{one.Name}' is rare: one object for {most.Boxes / one.Boxes} of '{most.Name}'; --set training.repeat_threshold shows its pictures more often.";
        }
    }

    private static IEnumerable<string> Coinciding(DataReport report)
    {
        if (report.Coinciding is not [var first, ..]) yield break;
        var picture = report.Dataset.Images[first.Picture];
        yield return $"{Boxes(report.Coinciding.Count)} with a box of another class, such as '{report.Dataset.Classes[picture.Annotations[first.First].Label]}' and "
            + $"'{report.Dataset.Classes[picture.Annotations[first.Second].Label]}' in {picture.FileName}: one of the two is likely wrong.";
    }

    private static IEnumerable<string> Input(InputFit? fit)
    {
        if (fit?.Total is not { Objects: > 0 } total) yield break;
        foreach (var one in fit.PerClass)
        {
            if (one.Lost >= FewObjects * one.Objects && one.Lost > 0)
                yield return $"{Share(one.Lost, one.Objects)} of '{one.Name}' are lost in the input of {fit.Detector}: thinner than a pixel or cropped away; enlarge transform.min_size or use tiles.";
            if (one.Tiny >= SomeObjects * one.Objects)
                yield return $"{Share(one.Tiny, one.Objects)} of '{one.Name}' are tiny in the input of {fit.Detector}, below {InputFit.TinySide:0} pixels; enlarge transform.min_size or use tiles.";
            if (one.Beyond50 >= SomeObjects * one.Objects)
                yield return $"No anchor of {fit.Detector} overlaps {Share(one.Beyond50, one.Objects)} of '{one.Name}' by an IoU of .5{(fit.Advice is { } advice ? $"; {advice}" : "")}.";
        }
    }

    private static IEnumerable<string> Doubts(DoubtReport? doubts)
    {
        const double Grave = 0.8;
        if (doubts is null || doubts.Doubts.Count(static d => d.Score >= Grave) is not (> 0 and var grave)) yield break;
        yield return $"{grave} {(grave == 1 ? "label is" : "labels are")} contradicted clearly by {Path.GetFileName(doubts.Model)} (doubt of .8 or more): look at them first.";
    }

    internal static string Share(int part, int whole) =>
        whole == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.#} %");

    private static string Pictures(int count, string which = "") => count == 1 ? $"1 picture{which} is" : $"{count} pictures{which} are";

    private static string Boxes(int count) => count == 1 ? "1 box coincides" : $"{count} boxes coincide";

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
