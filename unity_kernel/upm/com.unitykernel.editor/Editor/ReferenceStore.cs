using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.Serialization;
using Python.Runtime;
using UnityEngine;
using Object = UnityEngine.Object;

namespace UnityKernel
{
    /// <summary>
    /// Carries the .NET objects that Python still holds through a domain reload: the same Python wrapper stands for the
    /// new object with the old identity.
    /// </summary>
    internal sealed class ReferenceStore : ICLRObjectStorer
    {
        const string SavedKey = "UnityKernel.saved";
        const string ReferencesKey = "UnityKernel.references";

        /// <summary>The Python wrappers that a saved store will restore.</summary>
        internal static IEnumerable<PyObject> References(Dictionary<string, object> storage)
        {
            object groups;
            if (!storage.TryGetValue(ReferencesKey, out groups))
            {
                yield break;
            }
            foreach (List<PyObject> group in (List<List<PyObject>>)groups)
            {
                foreach (PyObject reference in group)
                {
                    yield return reference;
                }
            }
        }

        public ICollection<CLRMappedItem> Store(CLRWrapperCollection wrappers, Dictionary<string, object> storage)
        {
            var saved = new List<SavedReference>();
            var references = new List<List<PyObject>>();
            var stored = new List<CLRMappedItem>();
            foreach (CLRMappedItem item in wrappers)
            {
                // pythonnet would serialise what is not marked, and fail where that is impossible.
                item.Stored = true;
                stored.Add(item);
                saved.Add(Save(item.Instance));
                references.Add(new List<PyObject>(item.PyRefs));
            }
            storage[SavedKey] = saved;
            storage[ReferencesKey] = references;
            return stored;
        }

        public CLRWrapperCollection Restore(Dictionary<string, object> storage)
        {
            var restored = new CLRWrapperCollection();
            object saved;
            if (storage == null || !storage.TryGetValue(SavedKey, out saved))
            {
                return restored;
            }
            var references = (List<List<PyObject>>)storage[ReferencesKey];
            var items = (List<SavedReference>)saved;
            for (int i = 0; i < items.Count; i++)
            {
                object instance = Load(items[i]);
                if (ReferenceEquals(instance, null))
                {
                    continue;
                }
                CLRMappedItem item;
                if (!restored.TryGetValue(instance, out item))
                {
                    item = new CLRMappedItem(instance) { PyRefs = new List<PyObject>() };
                    restored.Add(item);
                }
                item.PyRefs.AddRange(references[i]);
            }
            return restored;
        }

        static SavedReference Save(object instance)
        {
            Type type = instance.GetType();
            var saved = new SavedReference { Type = type.AssemblyQualifiedName };
            try
            {
                if (instance is Object)
                {
                    saved.Data = ObjectIdentity.Of((Object)instance);
                    saved.Kind = ReferenceKind.UnityObject;
                }
                else if (instance is Object[])
                {
                    saved.Data = Array.ConvertAll((Object[])instance, each => ReferenceEquals(each, null) ? "" : ObjectIdentity.Of(each));
                    saved.Kind = ReferenceKind.UnityObjects;
                }
                else if (instance is Type)
                {
                    saved.Type = ((Type)instance).AssemblyQualifiedName;
                    saved.Kind = ReferenceKind.Type;
                }
                else if (type.IsEnum)
                {
                    saved.Data = Convert.ChangeType(instance, Enum.GetUnderlyingType(type));
                    saved.Kind = ReferenceKind.Enumeration;
                }
                else if (instance is string || type.IsPrimitive || type.IsArray && type.GetElementType().IsPrimitive)
                {
                    saved.Data = instance;
                    saved.Kind = ReferenceKind.Value;
                }
                else if (type.IsValueType)
                {
                    saved.Data = Bytes(instance);
                    saved.Kind = ReferenceKind.Structure;
                }
            }
            catch (ArgumentException)
            {
                saved.Kind = ReferenceKind.Lost; // a struct that holds references
            }
            return saved;
        }

        static object Load(SavedReference saved)
        {
            Type type = Type.GetType(saved.Type, throwOnError: false);
            if (type == null)
            {
                return null;
            }
            switch (saved.Kind)
            {
                case ReferenceKind.UnityObject:
                    Object found = ObjectIdentity.Find((string)saved.Data);
                    return ReferenceEquals(found, null) ? Empty(type) : found;
                case ReferenceKind.UnityObjects:
                    var identities = (string[])saved.Data;
                    Array array = Array.CreateInstance(type.GetElementType(), identities.Length);
                    for (int i = 0; i < identities.Length; i++)
                    {
                        array.SetValue(ObjectIdentity.Find(identities[i]), i);
                    }
                    return array;
                case ReferenceKind.Type:
                    return type;
                case ReferenceKind.Enumeration:
                    return Enum.ToObject(type, saved.Data);
                case ReferenceKind.Value:
                    return saved.Data;
                case ReferenceKind.Structure:
                    return FromBytes(type, (byte[])saved.Data);
                default:
                    return Empty(type);
            }
        }

        /// <summary>An object of the type with nothing in it: using it is an exception, where a stale one is a crash.</summary>
        static object Empty(Type type)
        {
            if (type.IsArray)
            {
                return Array.CreateInstance(type.GetElementType(), new int[type.GetArrayRank()]);
            }
            try
            {
                return FormatterServices.GetUninitializedObject(type);
            }
            catch (Exception error) when (error is ArgumentException || error is MemberAccessException)
            {
                return null;
            }
        }

        /// <exception cref="ArgumentException">The struct holds references.</exception>
        static byte[] Bytes(object structure)
        {
            var bytes = new byte[Marshal.SizeOf(structure)];
            GCHandle pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            try
            {
                Marshal.StructureToPtr(structure, pin.AddrOfPinnedObject(), false);
            }
            finally
            {
                pin.Free();
            }
            return bytes;
        }

        static object FromBytes(Type type, byte[] bytes)
        {
            if (Marshal.SizeOf(type) != bytes.Length)
            {
                return Activator.CreateInstance(type); // its definition has changed
            }
            GCHandle pin = GCHandle.Alloc(bytes, GCHandleType.Pinned);
            try
            {
                return Marshal.PtrToStructure(pin.AddrOfPinnedObject(), type);
            }
            finally
            {
                pin.Free();
            }
        }
    }
}
