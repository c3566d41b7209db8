using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Formatters.Binary;

namespace UnityKernel
{
    /// <summary>
    /// Writes pythonnet's books at the end of a domain and reads them in the next. The plain formatter throws at the
    /// first thing in them that is not serialisable (an array of GameObjects, a delegate made from a Python function);
    /// this one leaves a gap there.
    /// </summary>
    internal sealed class ReloadFormatter : IFormatter
    {
        readonly BinaryFormatter formatter = new BinaryFormatter { SurrogateSelector = new GapSelector() };

        public SerializationBinder Binder { get; set; }

        public StreamingContext Context { get; set; }

        public ISurrogateSelector SurrogateSelector { get; set; }

        public void Serialize(Stream stream, object graph)
        {
            formatter.Serialize(stream, graph);
        }

        public object Deserialize(Stream stream)
        {
            return formatter.Deserialize(stream);
        }
    }
}
