namespace Gannet.Evaluation.Doubts;

/// <summary>The order in which a person looks at doubts.</summary>
internal static class DoubtOrder
{
    /// <summary>Below this score a kind no longer takes its turn: what little there is to doubt should not come before what is plainly wrong.</summary>
    public const double LeastScore = 0.1;

    /// <summary>The most doubtful of each kind in turns, then the rest by score; each label once, where it comes first.</summary>
    /// <param name="doubts">Several doubts about each label, in any order.</param>
    public static IEnumerable<LabelDoubt> InTurns(IEnumerable<LabelDoubt> doubts)
    {
        List<LabelDoubt> sorted = [.. doubts.OrderByDescending(static d => d.Score).ThenBy(static d => d.Picture).ThenBy(static d => d.Annotation ?? int.MaxValue)];
        var listed = new HashSet<(int Picture, int Label)>();
        var turns = Enum.GetValues<DoubtKind>().Select(kind => new Queue<LabelDoubt>(sorted.Where(d => d.Kind == kind && d.Score >= LeastScore))).ToList();
        while (turns.Exists(static turn => turn.Count > 0))
        {
            foreach (var turn in turns)
            {
                while (turn.TryDequeue(out var doubt))
                {
                    if (!IsFirst(doubt)) continue;
                    yield return doubt;
                    break;
                }
            }
        }

        foreach (var doubt in sorted.Where(d => d.Score < LeastScore && IsFirst(d))) yield return doubt;

        bool IsFirst(LabelDoubt doubt) => doubt.Annotation is not { } label || listed.Add((doubt.Picture, label));
    }
}
