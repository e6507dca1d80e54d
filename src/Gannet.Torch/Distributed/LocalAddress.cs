using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Gannet.Torch.Distributed;

/// <summary>The address of this machine at which the other processes reach it.</summary>
/// <remarks>
/// Not the one that the machine's name resolves to, which Gloo would take: that is 127.0.1.1 on a Debian system as installed. The address from which
/// this machine reaches process 0 is on the right network.
/// </remarks>
internal static class LocalAddress
{
    // Gloo's own variable.
    private const string Variable = "GLOO_SOCKET_IFNAME";

    /// <summary>Finds the address.</summary>
    /// <exception cref="ProcessGroupException">The master's name is unknown or cannot be reached; or the named interface has no address.</exception>
    public static string For(WorldPlace place)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } name) return OfInterface(name);
        var address = Towards(place.MasterAddress, place.MasterPort);
        // Process 0 is often told that the master is localhost, which leads nowhere on the other machines.
        return IPAddress.IsLoopback(address) && place.LocalSize is { } local && local < place.Size ? Outward().ToString() : address.ToString();
    }

    private static IPAddress Towards(string host, int port)
    {
        try
        {
            var target = Dns.GetHostAddresses(host).OrderBy(static a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1).First();
            using var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(target, port); // sends nothing, but chooses the way
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (Exception error) when (error is SocketException or InvalidOperationException or ArgumentException)
        {
            throw new ProcessGroupException($"{host}, the machine of process 0, cannot be reached: {error.Message} Check the master's address.", error);
        }
    }

    private static IPAddress Outward() => Addresses(NetworkInterface.GetAllNetworkInterfaces()
            .Where(static i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            .OrderByDescending(static i => i.GetIPProperties().GatewayAddresses.Count))
        .FirstOrDefault() ?? throw new ProcessGroupException("This machine has no address but localhost, and other machines take part: connect it to their network.");

    private static string OfInterface(string name) => Addresses(NetworkInterface.GetAllNetworkInterfaces().Where(i => i.Name == name)).FirstOrDefault()?.ToString()
        ?? throw new ProcessGroupException($"{Variable}={name}, but there is no such interface, or it has no address.");

    private static IEnumerable<IPAddress> Addresses(IEnumerable<NetworkInterface> interfaces) => interfaces
        .SelectMany(static i => i.GetIPProperties().UnicastAddresses).Select(static a => a.Address)
        .Where(static a => !a.IsIPv6LinkLocal).OrderBy(static a => a.AddressFamily == AddressFamily.InterNetwork ? 0 : 1);
}
