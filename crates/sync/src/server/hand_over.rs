//! Switching sync off and on for one register (rules F2, F5, F6), the server's part.

use super::storage::{Storage, StorageError};
use super::transaction::{Author, Transaction};
use crate::protocol::{HandOver, Receipt, Refusal};
use crate::row::Kind;
use sale::{Register, RegisterId};

impl<S: Storage> Transaction<'_, S> {
    /// Notes what was asked of a register's sync (rule F6). The register does it when it hears.
    /// Answers false when there is no such register.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn ask_sync(
        &mut self,
        author: &Author,
        register: RegisterId,
        on: bool,
    ) -> Result<bool, StorageError> {
        let Some(mut row) = self.read::<Register>(&Kind::Register, register.0)? else {
            return Ok(false);
        };
        if row.sync_asked != on {
            row.sync_asked = on;
            self.write_rows(author, &[(Kind::Register, register.0, &row)])?;
        }
        Ok(true)
    }

    /// Takes over what a register holds: checks that every mutation it made is here and that its
    /// rows are ours, and only then says so (rule F2). A repeat gets the same receipt.
    ///
    /// # Errors
    /// The outer error when the storage fails; the inner one is the answer to the device.
    pub fn hand_over(
        &mut self,
        author: &Author,
        hand_over: &HandOver,
    ) -> Result<Result<Receipt, Refusal>, StorageError> {
        let Some(mut device) = self.storage.device(author.device_id)? else {
            return Ok(Err(Refusal::SignedOut));
        };
        let not_yet = Refusal::NotYet {
            last_sequence: device.last_sequence,
            head: self.state.head,
        };
        if !device.sync_on {
            // What it took then, which may be less than what is asked for now: the register then
            // comes back first (rule F5).
            return Ok(match device.handed_over {
                Some((position, final_sequence)) => Ok(Receipt {
                    position,
                    final_sequence,
                    open_sales: self.storage.open_sales()?,
                }),
                None => Err(not_yet),
            });
        }
        let complete = device.last_sequence == hand_over.final_sequence
            && hand_over.cursor == self.state.head
            && hand_over.digest == self.state.digest;
        if !complete {
            return Ok(Err(not_yet));
        }
        device.sync_on = false;
        if let Some(register) = device.register_id {
            self.report_sync(author, register, false)?;
        }
        let position = self.state.head;
        device.handed_over = Some((position, device.last_sequence));
        self.storage.put_device(&device)?;
        Ok(Ok(Receipt {
            position,
            final_sequence: device.last_sequence,
            open_sales: self.storage.open_sales()?,
        }))
    }

    /// Takes a register back in (rule F5): from here on its mutations are taken again. Doing it
    /// twice is the same as once. Answers false when there is no such device.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn resume(&mut self, author: &Author) -> Result<bool, StorageError> {
        let Some(mut device) = self.storage.device(author.device_id)? else {
            return Ok(false);
        };
        if !device.sync_on {
            device.sync_on = true;
            self.storage.put_device(&device)?;
        }
        if let Some(register) = device.register_id {
            self.report_sync(author, register, true)?;
        }
        Ok(true)
    }

    /// What the register has done (rule F6); what was asked for follows it, since whoever switches
    /// on the register asks and does it in one.
    fn report_sync(
        &mut self,
        author: &Author,
        register: RegisterId,
        on: bool,
    ) -> Result<(), StorageError> {
        if let Some(mut row) = self.read::<Register>(&Kind::Register, register.0)?
            && (row.sync_reported != on || row.sync_asked != on)
        {
            row.sync_reported = on;
            row.sync_asked = on;
            self.write_rows(author, &[(Kind::Register, register.0, &row)])?;
        }
        Ok(())
    }
}
