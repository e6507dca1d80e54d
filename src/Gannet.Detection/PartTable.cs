using Gannet.Detection.Models;

namespace Gannet.Detection;

/// <summary>The makers of one kind of part, by name; immutable.</summary>
/// <typeparam name="TMaker">A delegate that makes the part.</typeparam>
/// <param name="key">The option that names the part.</param>
/// <param name="makers">In the order in which messages list them.</param>
public sealed class PartTable<TMaker>(string key, params IReadOnlyList<(string Name, TMaker Make)> makers) where TMaker : Delegate
{
    /// <summary>The maker of a part.</summary>
    /// <exception cref="InvalidOptionException">There is no part of this name; the message has the nearest.</exception>
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

    /// <summary>These makers and another.</summary>
    /// <exception cref="ArgumentException">There is a part of this name.</exception>
    public PartTable<TMaker> With(string name, TMaker make)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(make);
        return makers.Any(m => m.Name == name)
            ? throw new ArgumentException($"{key} '{name}' is there already; give yours another name.", nameof(name))
            : new(key, [.. makers, (name, make)]);
    }
}
