using System.Collections;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Formatters.Binary;
using Python.Runtime;

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
            object state = formatter.Deserialize(stream);
            AddMissingContexts(state);
            return state;
        }

        /// <summary>
        /// pythonnet 3.2.1 looks up a context for every reference that a store restores, but saves none for them: a
        /// KeyNotFoundException. An empty context is what it does with objects of its own.
        /// </summary>
        static void AddMissingContexts(object state)
        {
            object shared = Property(state, "SharedObjects");
            var contexts = Property(shared, "Contexts") as IDictionary;
            var wrappers = Property(shared, "Wrappers") as Dictionary<string, object>;
            if (contexts == null || wrappers == null)
            {
                return;
            }
            foreach (PyObject reference in ReferenceStore.References(wrappers))
            {
                if (!contexts.Contains(reference))
                {
                    contexts[reference] = null;
                }
            }
        }

        static object Property(object owner, string name)
        {
            PropertyInfo property = owner == null ? null : owner.GetType().GetProperty(name);
            return property == null ? null : property.GetValue(owner, null);
        }
    }
}
