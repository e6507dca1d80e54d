namespace Gannet.Datasets.Splitting;

/// <summary>Splits a data set at random so that every part has its share of each class.</summary>
/// <remarks>
/// The rarest class is assigned first, each picture to the part that lacks it most (iterative stratification), so that a class of ten
/// objects does not end up in one part by chance.
/// </remarks>
public static class DatasetSplitter
{
    private const double FractionTolerance = 1e-6;

    /// <summary>Splits a data set.</summary>
    /// <param name="dataset">The data set.</param>
    /// <param name="parts">Names and shares of the parts; the shares add up to 1.</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <returns>One data set per part, pictures in their original order; the sizes are the rounded shares.</returns>
    /// <exception cref="ArgumentException">A share is not positive, the shares do not add up to 1, or two parts share a name.</exception>
    public static IReadOnlyList<AnnotatedDataset> Split(
        AnnotatedDataset dataset, IReadOnlyList<(string Name, double Fraction)> parts, int seed)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(parts);
        Check(parts);
        var random = new Random(seed);
        var order = Enumerable.Range(0, dataset.Images.Count).ToArray();
        random.Shuffle(order);

        var places = Sizes(order.Length, parts);
        var partOf = new int[order.Length];
        Array.Fill(partOf, -1);
        var (perImage, lacking) = Count(dataset, parts);
        foreach (var label in Enumerable.Range(0, dataset.Classes.Count).OrderBy(label => perImage.Sum(counts => counts.GetValueOrDefault(label))))
        {
            foreach (var picture in order.Where(p => partOf[p] < 0 && perImage[p].ContainsKey(label))) Deal(picture, label);
        }

        foreach (var picture in order.Where(p => partOf[p] < 0)) Deal(picture, null);
        return
        [
            .. parts.Select((part, i) => dataset with
            {
                Split = part.Name,
                Images = [.. dataset.Images.Where((_, p) => partOf[p] == i)],
            }),
        ];

        void Deal(int picture, int? label)
        {
            var best = Enumerable.Range(0, parts.Count).Where(i => places[i] > 0)
                .MaxBy(i => (label is { } wanted ? lacking[i][wanted] : 0, (double)places[i]));
            partOf[picture] = best;
            places[best]--;
            foreach (var (k, count) in perImage[picture]) lacking[best][k] -= count;
        }
    }

    private static void Check(IReadOnlyList<(string Name, double Fraction)> parts)
    {
        foreach (var (name, fraction) in parts)
        {
            if (!(fraction is > 0 and <= 1))
                throw new ArgumentException($"The share of '{name}' is {fraction}; it must be in (0, 1].", nameof(parts));
        }

        if (Math.Abs(parts.Sum(static part => part.Fraction) - 1) > FractionTolerance)
            throw new ArgumentException("The shares must add up to 1.", nameof(parts));
        if (parts.Select(static part => part.Name).Distinct().Count() != parts.Count)
            throw new ArgumentException("Two parts share a name.", nameof(parts));
    }

    private static (Dictionary<int, int>[] PerImage, double[][] Lacking) Count(
        AnnotatedDataset dataset, IReadOnlyList<(string Name, double Fraction)> parts)
    {
        var totals = new int[dataset.Classes.Count];
        var perImage = new Dictionary<int, int>[dataset.Images.Count];
        for (var p = 0; p < perImage.Length; p++)
        {
            perImage[p] = [];
            foreach (var annotation in dataset.Images[p].Annotations)
            {
                perImage[p][annotation.Label] = perImage[p].GetValueOrDefault(annotation.Label) + 1;
                totals[annotation.Label]++;
            }
        }

        return (perImage, [.. parts.Select(part => Array.ConvertAll(totals, total => total * part.Fraction))]);
    }

    // Largest remainder method: the sizes add up to the number of pictures.
    private static int[] Sizes(int pictures, IReadOnlyList<(string Name, double Fraction)> parts)
    {
        var exact = parts.Select(part => part.Fraction * pictures).ToArray();
        var sizes = Array.ConvertAll(exact, static size => (int)Math.Floor(size + FractionTolerance));
        var byRemainder = Enumerable.Range(0, sizes.Length).OrderByDescending(i => exact[i] - sizes[i]).ToList();
        for (var missing = pictures - sizes.Sum(); missing > 0; missing--) sizes[byRemainder[missing - 1]]++;
        return sizes;
    }
}
