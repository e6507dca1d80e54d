using Gannet.Detection.Models;

namespace Gannet.Detection;

/// <summary>The factories of one kind of part, by name; immutable.</summary>
/// <typeparam name="TMaker">A delegate that creates the part.</typeparam>
/// <param name="key">The option that names the part.</param>
/// <param name="makers">Names and factories, in the order that messages list them.</param>
public sealed class PartTable<TMaker>(string key, params IReadOnlyList<(string Name, TMaker Make)> makers) where TMaker : Delegate
{
    /// <summary>The factory of a part.</summary>
    /// <exception cref="InvalidOptionException">There is no part with this name; the message suggests the nearest.</exception>
    public TMaker this[string name]
    {
        get
        {
            foreach (var (known, make) in makers)
            {
                if (known == name) return make;
            }

            string[] names = [.. makers.Select(static m => m.Name)];
            throw new InvalidOptionException(
                key, $"'{name}'", $"one of {string.Join(", ", names)}, or a part that the program adds; did you mean '{NearestName.Of(name ?? "", names)}'?");
        }
    }

    /// <summary>These factories plus another.</summary>
    /// <exception cref="ArgumentException">There is already a part with this name.</exception>
    public PartTable<TMaker> With(string name, TMaker make)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(make);
        return makers.Any(m => m.Name == name)
            ? throw new ArgumentException($"{key} '{name}' exists already; give yours another name.", nameof(name))
            : new(key, [.. makers, (name, make)]);
    }
}
