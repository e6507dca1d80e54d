using Gannet.Torch;

namespace Gannet.Detection;

/// <summary>The named losses of one batch, and its metrics.</summary>
/// <param name="Terms">Each a tensor of one element; they are summed with equal weight.</param>
/// <param name="Metrics">Metrics by name; a metric without any samples is left out.</param>
public sealed record Losses(IReadOnlyList<NamedLoss> Terms, IReadOnlyDictionary<string, Metric> Metrics)
{
    /// <summary>Losses without metrics.</summary>
    public Losses(params NamedLoss[] terms) : this(terms, new Dictionary<string, Metric>())
    {
    }

    /// <summary>No loss at all.</summary>
    public static Losses None { get; } = new();

    /// <summary>The names of the terms, in order.</summary>
    public IReadOnlyList<string> Names => [.. Terms.Select(static t => t.Name)];

    /// <summary>The term with a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Tensor this[string name] => Terms.FirstOrDefault(t => t.Name == name).Value
        ?? throw new KeyNotFoundException($"There is no loss '{name}'; there are {string.Join(", ", Names)}.");

    /// <summary>All terms as one tensor, so that one device sync reads them all.</summary>
    public Tensor Stack() => Tensor.Stack([.. Terms.Select(static t => t.Value)]);

    /// <summary>These losses and others.</summary>
    /// <exception cref="ArgumentException">Both have a metric with the same name.</exception>
    public Losses And(Losses other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new([.. Terms, .. other.Terms], Metrics.Concat(other.Metrics).ToDictionary());
    }

    /// <summary>The same losses with other names, for a stage that occurs twice.</summary>
    /// <param name="prefix">Written before every name.</param>
    /// <param name="suffix">Written after every name.</param>
    public Losses Named(string prefix, string suffix = "") => new(
        [.. Terms.Select(t => t with { Name = prefix + t.Name + suffix })], Metrics.ToDictionary(m => prefix + m.Key + suffix, static m => m.Value));

    /// <summary>Moves every term and metric to the scope around <paramref name="scope"/>.</summary>
    /// <returns>These losses.</returns>
    public Losses KeepIn(TensorScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        foreach (var term in Terms) scope.Keep(term.Value);
        foreach (var metric in Metrics.Values) scope.Keep(metric.Value);
        return this;
    }
}
